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
delivery-fan-bright = Sube el brillo en la entrada. Esta página abre también sin señal.
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
