delivery-title = Mandar boletos
delivery-waiting = { $n ->
    [0] Nada por mandar
    [one] Falta mandar { $n }
   *[other] Faltan { $n } por mandar
}
delivery-how = Uno por uno: abres su chat de WhatsApp con el mensaje escrito, mandas la imagen y dices que ya. Si otra persona de la banda también está mandando, nadie recibe dos.
delivery-begin = Empezar
delivery-open = Abrir su WhatsApp
delivery-picture-copy = Copiar imagen
delivery-picture-copied = Copiada: pégala en el chat
delivery-asks = ¿Ya mandaste la imagen?
delivery-sent = Ya, siguiente
delivery-later = Luego, siguiente
delivery-stop = Dejar de mandar
delivery-to = WhatsApp
delivery-knows = ya conoce el número
delivery-knows-not = es la primera vez que le escriben
delivery-message = El mensaje
delivery-message-copy = Copiar mensaje
delivery-message-copied = Copiado
delivery-none = Todavía no hay boletos por mandar.
delivery-none-left = Todos los que tienen WhatsApp ya tienen su boleto.
delivery-over = La noche ya pasó: mandar un boleto ahora no sirve de nada.
delivery-marked = Marcaste el de { $name } como mandado.
delivery-undo = No, regresar
delivery-was-sent = { $by } ya había mandado el de { $name }.
delivery-standing = Cómo van
delivery-state-waiting = por mandar
delivery-state-sent = mandados
delivery-state-opened = abiertos
delivery-without-phone = { $n ->
    [one] { $n } más no tiene teléfono registrado.
   *[other] { $n } más no tienen teléfono registrado.
}
delivery-see = Ver los que faltan
delivery-other = { $member } está mandando el de { $name }.
delivery-unlinked = Los mensajes van sin enlace, y no se sabe quién abrió su boleto: { $url } solo abre aquí. La imagen basta. Para mandar enlaces, sirve el programa en una dirección pública y ponla en --base-url o --domain.
delivery-pause = Llevas { $n } chats en una hora. Espera hasta las { $hour }: WhatsApp bloquea los números que escriben a muchos seguidos.
delivery-limit = Pausa entre chats
delivery-limit-label = Chats por hora antes de la pausa
delivery-limit-hint = 30 es prudente. Con un número que ya escribe mucho puede ser más.
delivery-limit-keep = Guardar
delivery-limit-wrong = Escribe un número de 1 a 500.
delivery-limit-done = Desde ahora la pausa es a los { $n } chats.
delivery-copied = Dicen que les copiaron el boleto
delivery-copied-how = Abre el boleto y reemplázalo: el nuevo tiene otro código, y el copiado ya no entra.
delivery-copied-done = La banda ya sabe que copiaron este boleto, y te mandará otro. Mientras, no lo enseñes.
delivery-calendar = Puertas { $doors }, empieza { $start }. Boleto N.º { $number }.
delivery-fan-good = Vale para entrar
delivery-fan-entered = Entró { $hour }, puerta: { $door }
delivery-fan-over = Esta noche ya pasó
delivery-fan-cancelled = El concierto está cancelado. La banda te dirá qué sigue.
delivery-fan-replaced = Este boleto ya no vale: la banda te hizo otro. Busca el mensaje con el nuevo.
delivery-fan-voided = Este boleto está anulado. Si no sabes por qué, pregúntale a la banda.
delivery-fan-code = El código de tu boleto, para la cámara de la puerta
delivery-fan-bright = Sube el brillo en la entrada.
delivery-fan-doors = Puertas
delivery-fan-start = empieza { $start }
delivery-fan-where = Dónde
delivery-fan-map = Ver en el mapa
delivery-fan-age = Edad
delivery-fan-calendar = Al calendario
delivery-fan-png = Imagen
delivery-fan-pdf = PDF
delivery-fan-copied = Copiaron mi boleto
delivery-fan-copied-how = Si alguien más tiene una foto o captura de este código, entra quien llegue primero. La banda puede darte otro código y dejar este sin valor.
delivery-fan-copied-ask = Pedir otro a la banda
delivery-none-free = Los que faltan los está mandando otra persona.
delivery-absent-title = Los que faltan
delivery-absent-lead = Pagaron y no han llegado. Pregúntales con un toque: si no vienen, su lugar queda libre para la taquilla.
delivery-absent-early = Se pregunta desde las { $hour }, una hora después de abrir puertas.
delivery-absent-over = La noche ya pasó o se canceló: ya no hay a quién preguntar.
delivery-absent-none = Nadie: todos los que pagaron ya llegaron.
delivery-absent-people = { $n ->
    [one] Falta 1 persona.
   *[other] Faltan { $n } personas.
}
delivery-absent-answer = Qué dijo
delivery-absent-ask = ¿Vienes?
delivery-absent-ask-whom = Preguntarle a { $name } si viene
delivery-absent-unasked = sin preguntar
delivery-absent-asked-at = preguntado { $at }
delivery-absent-comes-at = sí viene, { $at }
delivery-absent-comes = Sí viene
delivery-absent-not = No viene
delivery-absent-sure = ¿Anular el boleto N.º { $number } de { $name }? Su lugar queda libre, y si llega ya no entra con él.
delivery-absent-message = Hola { $name }, ya abrimos puertas de { $concert } y tu lugar te espera. ¿Vienes?
delivery-absent-asked = Se le preguntó a { $name }.
delivery-absent-comes-done = { $name } sí viene: su lugar se guarda.
delivery-absent-reason = Dijo que no viene
delivery-absent-freed = { $n ->
    [one] { $name } no viene: queda libre 1 lugar.
   *[other] { $name } no viene: quedan libres { $n } lugares.
}
delivery-absent-entered = { $name } acaba de entrar: su boleto se queda como está.
delivery-absent-more = Ver más
delivery-mail-title = Correo
delivery-mail-lead = Con un servidor de correo, el boleto también llega por ahí: la imagen dentro, el PDF y el calendario adjuntos.
delivery-mail-server = Servidor
delivery-mail-host = Servidor SMTP
delivery-mail-host-hint = smtp.gmail.com, smtp.office365.com, o el de tu dominio.
delivery-mail-host-wrong = Escribe el nombre del servidor: smtp.ejemplo.mx.
delivery-mail-security = Conexión
delivery-mail-security-start-tls = STARTTLS, casi siempre puerto 587
delivery-mail-security-tls = TLS desde el principio, casi siempre puerto 465
delivery-mail-security-none = Sin cifrar: solo con un servidor en esta misma computadora
delivery-mail-port = Puerto
delivery-mail-port-hint = Vacío: el de siempre.
delivery-mail-port-wrong = Escribe el puerto con números: 587.
delivery-mail-username = Usuario
delivery-mail-username-hint = Casi siempre la dirección completa. Vacío: sin iniciar sesión.
delivery-mail-password = Contraseña
delivery-mail-password-hint = Gmail pide una contraseña de aplicación.
delivery-mail-password-kept = Vacío: se queda la que ya está.
delivery-mail-from = De
delivery-mail-from-hint = La dirección que ven los fans, y a la que contestan.
delivery-mail-from-wrong = Escribe una dirección: hola@ejemplo.mx.
delivery-mail-keep = Guardar
delivery-mail-kept = Guardado. Lo que estaba esperando se manda ahora.
delivery-mail-none = Todavía no hay servidor de correo. Se pone en Correo, desde tu cuenta.
delivery-mail-test = Probar
delivery-mail-test-how = Manda un correo corto y dice qué contestó el servidor.
delivery-mail-test-act = Mandar prueba
delivery-mail-test-subject = Prueba de correo
delivery-mail-test-text = Si lees esto, el correo de la banda funciona.
delivery-mail-test-well = El servidor lo recibió para { $to }. Si no llega en unos minutos, búscalo en no deseados.
delivery-mail-to = Para
delivery-mail-to-wrong = Escribe tu dirección de correo.
delivery-mail-said = Detalle: { $said }
delivery-mail-why-connect = No se pudo hablar con el servidor. Revisa su nombre, el puerto, y que esta computadora tenga internet.
delivery-mail-why-tls = No se pudo cifrar la conexión. Revisa si el puerto es de TLS o de STARTTLS, y el nombre del servidor.
delivery-mail-why-login = El servidor no aceptó el usuario o la contraseña. Gmail y otros piden una contraseña de aplicación.
delivery-mail-why-sender = El servidor no deja mandar con esa dirección en «De».
delivery-mail-why-recipient = El servidor no aceptó la dirección de quien lo recibe.
delivery-mail-why-content = El servidor recibió el correo y lo rechazó.
delivery-mail-why-gone = El boleto ya no vale, o el concierto se canceló: no se mandó.
delivery-mail-why-address = El fan ya no tiene correo: no se mandó.
delivery-mail-subject = Tu boleto para { $concert }
delivery-mail-cannot = Este boleto ya no vale, o su fan no tiene correo.
delivery-mail-put = El correo de { $name } va en camino.
delivery-mail-waits = Ya hay un correo de { $name } en camino.
delivery-mail-put-many = { $n ->
    [one] 1 correo va en camino.
   *[other] { $n } correos van en camino.
}
delivery-mail-only = { $n ->
    [one] 1 fan no tiene WhatsApp, pero sí correo.
   *[other] { $n } fans no tienen WhatsApp, pero sí correo.
}
delivery-mail-send = Mandar por correo
delivery-mail-standing = Correos: { $waiting } en camino, { $sent } entregados al servidor, { $failed } fallidos.
delivery-undo-late = Eso ya no se puede regresar desde aquí: hazlo en la página del boleto.
delivery-mail-why-drawing = No se pudo hacer su imagen o su texto; se intenta otra vez.
delivery-mail-why-restored = Estaba esperando cuando se hizo la copia que se restauró: no se mandó otra vez. Si no le llegó, mándalo de nuevo.
delivery-absent-message-plus = Hola { $name }, ya abrimos puertas de { $concert } y el lugar de tu acompañante lo espera. ¿Viene?
delivery-fan-kept = Esta página abre también sin señal.
delivery-mail-stops = No quiero más noticias
delivery-fan-voy = El boleto no se publica; esto sí: una imagen con tu nombre, sin código.
delivery-fan-voy-linked = El boleto no se publica; esto sí: una imagen con tu nombre, sin código, y con tu enlace para que vengan contigo.
delivery-fan-voy-act = Presume que vas
delivery-fan-owes = Falta pagar { $amount }: se paga antes de entrar.
