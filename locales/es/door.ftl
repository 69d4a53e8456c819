door-title = Puerta
door-numbers = { $inside } adentro de { $expected }
door-camera = Lo que ve la cámara
door-direction-entry = Entran
door-direction-exit = Salen
door-loud = Toca la pantalla una vez, para que suene
door-tilt = Si no lee: inclínalo para quitar el reflejo, o acércalo
door-rest = Toca para escanear
door-rest-why = Hace rato que no llega nadie. La cámara y la luz descansan para que la pila alcance.
door-last = Lo último
door-search = Buscar
door-type = Teclear
door-switch = Otra cámara
door-light-on = Luz: sí
door-light-off = Luz: no
door-undo = Deshacer
door-next = Seguir
door-charge = Cobré { $amount }
door-search-by-name = Buscar por nombre
door-close = Cerrar

# Quién decide
door-by-server = Decide el servidor
door-by-phone = Decide este teléfono
door-by-asking = Preguntando al servidor
door-by-nobody = El servidor no contesta
door-by-ended = Este teléfono ya no tiene esta puerta
door-pending-one = 1 sin respuesta
door-pending-many = { $n } sin respuesta
door-unsent-one = 1 sin enviar
door-unsent-many = { $n } sin enviar
door-damaged = apartados por dañados: { $n }
door-unwritten = este teléfono no puede guardar, no cierres la página
door-unread = no se puede leer lo que guardó este teléfono
door-others-one = 1 sin enviar de otra noche
door-others-many = { $n } sin enviar de otra noche
door-list-of = lista de las { $hour }

# Dinero en la puerta
door-charge-title = ¿Cómo te pagaron?
door-paid-cash = Cobré { $amount } en efectivo
door-paid-card = Cobré { $amount } con tarjeta
door-paid-spei = Llegó el SPEI de { $amount }
door-sell = Vender
door-sell-title = Vender y que pase
door-sell-how-many = Cuántas personas
door-sell-less = Una menos
door-sell-more = Una más
door-sell-price = Precio
door-sell-method = Cómo paga
door-sell-name = Nombre, si lo dice
door-sell-act = Cobré { $amount }: pasa
door-sell-nameless = Taquilla
door-sell-none = Este teléfono no tiene lugares para vender. Si hay red, los pide solo; si el aforo se acabó, ya no hay.
door-sell-left-one = Este teléfono puede vender 1 lugar más, también sin red.
door-sell-left-many = Este teléfono puede vender { $n } lugares más, también sin red.
door-method-cash = Efectivo
door-method-card = Tarjeta
door-method-spei = SPEI
door-more = Más
door-more-title = Más
door-elsewhere-one = { $n } sin enviar en otra dirección
door-elsewhere-many = { $n } sin enviar en otra dirección
door-elsewhere-maybe = Puede haber entradas sin enviar en otra dirección
door-elsewhere-how = { $away }: { $there }. Aquí estás en { $here }. Abre la otra en este teléfono donde haya red, y se envían solos. Luego vuelve aquí.

# Un teléfono le cuenta a otro
door-show = Mostrar a quién dejé pasar
door-show-why = Otro teléfono de esta puerta lo filma con su escáner, sin red, y ya no deja pasar a los mismos.
door-show-title = A quién dejé pasar
door-show-how = El otro teléfono lo filma como si fuera un boleto. Luego, al revés.
door-show-picture = Código QR con los boletos que este teléfono dejó pasar
door-show-one = Una sola página.
door-show-page = Página { $n } de { $of }; cambian solas.
door-show-none = Este teléfono todavía no tiene número: necesita haber hablado con el servidor una vez.
door-heard-from = Oí de { $name }. Boletos que entraron con ese teléfono: { $n }. Página { $page } de { $of }.
door-heard-not-ours = Ese código no es de un teléfono de esta puerta.
door-on-phone-of = Entró en el teléfono de { $device }.

# ¿Listo? y el ensayo
door-shell-none = si la cierras, sin red no vuelve a abrir
door-by-practice = ENSAYO, no cuenta
door-practice-name = Ensayo
door-ready = ¿Listo?
door-ready-why = Antes de bajar donde no hay señal: qué tiene este teléfono, y qué le falta.
door-ready-all = Todo está listo. Ya puedes bajar.
door-ready-wrong = Por arreglar antes de bajar: { $n }.
door-ready-yes = Listo
door-ready-not = Le falta
door-ready-unsaid = todavía no abrió «¿Listo?» en su escáner
door-check-camera = Cámara
door-check-camera-yes = Abierta.
door-check-camera-no = No abrió. Da permiso en los ajustes del sitio, junto a la dirección, y toca Volver a intentar.
door-check-light = Luz
door-check-light-yes = La tiene; se prende abajo, en Luz.
door-check-light-none = Este teléfono no deja que la página la prenda. Busca dónde haya luz.
door-check-sound = Sonido
door-check-sound-yes = Se oye.
door-check-sound-no = No se oye. Sube el volumen, quita el silencio del costado y apaga el Bluetooth.
door-check-sound-ask = Hay que oírlo.
door-check-sound-act = Tocar un sonido
door-check-sound-heard = ¿Lo oíste?
door-check-yes = Sí
door-check-no = No
door-check-shake = Vibración
door-check-shake-yes = La tiene.
door-check-shake-none = Este teléfono no vibra desde una página; la pantalla parpadea con el ritmo de cada respuesta.
door-check-shake-act = Probar
door-check-list = Lista
door-check-list-yes = Al día a las { $hour }, con { $n } boletos.
door-check-list-no = No la tiene al día. Espera donde haya señal hasta que diga «al día».
door-check-list-old = Es de las { $hour }, con { $n } boletos. Espera donde haya señal hasta que diga «al día».
door-check-clock = Reloj
door-check-clock-yes = Va con el servidor.
door-check-clock-no = Va { $s } distinto. Pon la hora automática en los ajustes del teléfono.
door-check-clock-ask = Todavía no se sabe: falta que conteste el servidor.
door-check-kept = Memoria
door-check-kept-yes = El teléfono prometió no borrar lo guardado.
door-check-kept-no = El teléfono puede borrar lo guardado si le falta espacio. Libera un poco, o agrega la puerta a la pantalla de inicio.
door-check-opens = Abrir sin red
door-check-opens-yes = Abre también sin red.
door-check-opens-no = Sin red no volverá a abrir: no la cierres. Pasa con un certificado que el teléfono no conoce.
door-check-installed = En la pantalla de inicio
door-check-installed-yes = Ahí está.
door-check-installed-none = No hace falta. Si la quieres: menú del navegador, «Agregar a inicio».
door-check-practice = Ensayo
door-check-practice-yes = Los cinco boletos de ensayo, leídos.
door-check-practice-no = Leídos { $read } de 5. Los boletos de ensayo están en la página *Ensayo*, en otra pantalla.
door-check-practice-none = No hay ensayo ahora.

# La página del ensayo
door-rehearsal-title = Ensayo
door-rehearsal-lead = Cinco boletos que no lo son, para filmarlos con cada teléfono desde esta pantalla. No cuentan en ningún lado.
door-rehearsal-none = No hay ensayo. Al empezarlo salen cinco boletos de práctica; los teléfonos los conocen en un segundo, y también sin red.
door-rehearsal-begin = Empezar el ensayo
door-rehearsal-end = Terminar el ensayo
door-rehearsal-ended = Terminó el ensayo. Sus boletos ya no son de nadie.
door-rehearsal-how = Cada teléfono dice si está listo, y se ensaya con boletos que no cuentan.
door-practice-admitted = Vale
door-practice-admitted-says = Debe decir Pasa, en verde.
door-practice-already-used = Ya entró
door-practice-already-used-says = Debe decir que ya entró.
door-practice-other-concert = De otro concierto
door-practice-other-concert-says = Debe decir que es de otro concierto.
door-practice-unpaid = Por pagar
door-practice-unpaid-says = Debe decir que falta pagar.
door-practice-voided = Anulado
door-practice-voided-says = Debe decir que está anulado.

# Entradas dobles
door-double-twice = Entrada doble: { $name }, N.º { $number }. Primero { $first }, con { $first_door }; después { $hour }, con { $door }.
door-double-voided = { $name }, N.º { $number }, entró { $hour }, con { $door }, con un boleto anulado.
door-double-replaced = { $name }, N.º { $number }, entró { $hour }, con { $door }, con un boleto reemplazado por otro.
door-double-more = Y { $n } más.
door-double-read = Enterado

# La palabra
door-word-admitted = Pasa
door-word-already-used = Ya entró
door-word-other-concert = Otro concierto
door-word-voided = Anulado
door-word-replaced = Reemplazado
door-word-unpaid = Por pagar
door-word-exited = Ya salió
door-word-exited-now = Salió
door-word-not-inside = No está adentro
door-word-undone = Deshecho
door-word-not-a-ticket = No es boleto
door-word-unknown = No lo conozco

# Quién
door-who = { $name }, N.º { $number }
door-number = N.º { $number }
door-left-one = queda 1 lugar
door-left-many = quedan { $n } lugares
door-with = con { $device }
door-who-other-concert = Este boleto es de otra noche
door-who-voided = Este boleto ya no vale
door-who-replaced = Hay un boleto más nuevo
door-who-not-inside = Este boleto no está adentro
door-who-undone = Queda como si no hubiera pasado
door-who-unknown = Parece nuestro, pero no está en la lista

# Una línea que ayuda
door-help-already-used = Ya se usó esta noche.
door-help-other-concert = Pide el boleto de esta noche.
door-help-other-concert-which = Es para { $title }, { $day }.
door-help-voided = Lo anuló la banda. Pregunta antes de dejar pasar.
door-help-replaced = Pide el boleto más nuevo: llegó por el mismo chat.
door-help-unpaid = Primero se paga, luego pasa.
door-help-exited = Ya salió; con este boleto no se vuelve a entrar.
door-help-exited-now = Salida anotada.
door-help-not-inside = No hay entrada que cerrar con este boleto.
door-help-undone = Se puede volver a escanear.
door-help-not-a-ticket = Pide que abra su boleto, o búscalo por nombre.
door-help-unknown = Que suba el brillo y muestre otra vez, o búscalo por nombre.

# Lo que era, si no era boleto
door-stranger-link = Es un enlace, no uno de los nuestros
door-stranger-wifi = Es una clave de Wi-Fi
door-stranger-contact = Es la tarjeta de un contacto
door-stranger-event = Es una cita de calendario
door-stranger-place = Es un lugar en el mapa
door-stranger-phone = Es un número de teléfono
door-stranger-mail = Es una dirección de correo
door-stranger-text = Es otro código, no uno de los nuestros

# Para quien oye la pantalla
door-say-admitted = Pasa
door-say-already-used = No pasa: ya entró
door-say-other-concert = No pasa: es de otro concierto
door-say-voided = No pasa: boleto anulado
door-say-replaced = No pasa: boleto reemplazado
door-say-unpaid = Espera: falta pagar
door-say-exited = Ya salió
door-say-exited-now = Salió
door-say-not-inside = No está adentro
door-say-undone = Deshecho
door-say-not-a-ticket = No pasa: no es boleto
door-say-unknown = No pasa: no lo conozco

# El servidor
door-server-silent = El servidor no contesta, así que este boleto está sin decidir. Sigo preguntando; todavía no dejes pasar.
door-server-signed-out = Tu sesión terminó, así que este boleto está sin decidir. Entra de nuevo y vuelve a escanearlo.
door-server-refused = El servidor no aceptó la pregunta, así que este boleto está sin decidir. Abre otra vez la puerta.
door-sign-in = Entrar de nuevo
door-leave = Seguir con el siguiente
door-late = contestó tarde, { $hour }
door-late-said = Llegó una respuesta atrasada.

# La cámara
door-camera-insecure = Aquí la cámara no abre, porque la dirección no es https.
door-camera-insecure-help = Toma una foto del boleto con la cámara del teléfono, o teclea su código.
door-camera-none = Este aparato no tiene cámara.
door-camera-none-help = Elige una foto del boleto, teclea su código o busca por nombre.
door-camera-denied = El navegador no tiene permiso de usar la cámara.
door-camera-denied-help = Dalo en los ajustes del sitio, junto a la dirección, y vuelve a intentar. Mientras, toma una foto.
door-camera-busy = Otra aplicación está usando la cámara.
door-camera-busy-help = Ciérrala y vuelve a intentar. Mientras, toma una foto.
door-camera-broken = La cámara no abrió.
door-camera-broken-help = Vuelve a intentar. Mientras, toma una foto, teclea o busca por nombre.
door-camera-decoder = Este navegador no puede leer códigos.
door-camera-decoder-help = Abre esta página en Chrome o Safari al día. Mientras, teclea o busca por nombre.
door-camera-again = Volver a intentar
door-photo = Tomar foto
door-photo-reading = Leyendo la foto.
door-photo-empty = No encontré un código en la foto. Acércate, sin reflejos, y toma otra.

# Buscar y teclear
door-search-title = Buscar
door-search-label = Nombre, número o código corto
door-search-hint = Escribe su nombre, y toca a quien está aquí.
door-search-none = Nadie así en la lista. Prueba con menos letras.
door-search-one = 1 boleto. Tócalo si es de quien está aquí.
door-search-many = { $n } boletos. Toca el de quien está aquí.
door-search-no-list = Este teléfono todavía no tiene la lista. Espera un momento donde haya señal, o teclea las cuatro letras del boleto.
door-search-silent = El servidor no contesta. Prueba otra vez.
door-search-code = Eso es un código entero. Presiona Enter para preguntar por él.
door-state-inside = ya entró
door-state-exited = salió
door-state-unpaid = por pagar
door-state-voided = anulado
door-state-replaced = reemplazado
door-type-title = Teclear
door-type-label = El código del boleto
door-type-hint = Con los cuatro primeros caracteres del boleto basta. Mayúsculas, espacios y guiones dan igual.
door-type-length = Son las 4 del boleto o las 16 del código completo; aquí hay { $n }.
door-type-strange = Hay un carácter que ningún código lleva. Míralo otra vez.
door-type-ask = Preguntar

# Sin cámara ni programa
door-plain-kind = ¿Entran o salen?
door-plain-label = Código, nombre o número
door-plain-note = Esta página funciona también así, sin cámara: escribe y pregunta.
door-plain-which = Hay más de un boleto así. ¿Cuál?
door-plain-which-exit = ¿Quién sale?

# Qué puerta
door-choose = ¿Qué puerta?
door-none = Hoy no hay puerta
door-none-next = La puerta abre doce horas antes de cada concierto. Los que siguen, por si quieres probar:
door-none-ahead = No hay ningún concierto por venir.
door-new-concert = Registrar un concierto
door-concerts = Ver los conciertos
door-upload-unreadable = El teléfono envió algo que no se entiende. Recarga la página del escáner.
door-upload-taken = El teléfono envió un escaneo con un número que ya es de otro escaneo. Recarga la página del escáner y escanea otra vez.

# El teléfono amigo
door-open-title = Abrir la puerta
door-open-lead = Es de un concierto, por una noche. El enlace sirve para un solo teléfono: el primero que toque el botón.
door-open-secret = El enlace
door-open-head = Te prestaron la puerta
door-open-secret-hint = Lo que va después de # en el enlace, o el enlace entero.
door-open-here = Abrirla aquí de todos modos
door-open-asks = El teléfono va a preguntar por la cámara: permítela. Sube el volumen.
door-open-admin = Entraste como { $name }, así que ya puedes escanear. Este enlace es para otro teléfono: si lo abres aquí, se gasta.
door-inside-title = Estás dentro de { $app }
door-inside-lead = Aquí la cámara no abre, y la puerta se pierde al cerrar. Abre esta página en { $browser }:
door-inside-menu = Toca los tres puntos, arriba a la derecha.
door-inside-choose = Elige «Abrir en { $browser }», o «Abrir en el navegador».
door-inside-paste = Si no aparece, copia el enlace y pégalo en { $browser }.
door-open-action = Abrir la puerta
door-open-wrong = Ese enlace no está completo, o no es de aquí. Ábrelo otra vez desde el chat, o pide uno nuevo a la banda.
door-open-used = Otro teléfono ya abrió la puerta con este enlace, y sirve para uno solo. Pide a la banda uno tuyo.
door-open-ended = Esa puerta ya terminó: pasó su hora, o la banda la cerró. Si todavía hace falta, pide otro enlace.

door-open-code = Los seis números
door-open-code-hint = Te los enseña quien te prestó la puerta. Sirven diez minutos.
door-open-code-wrong = Esos números no son, o ya pasaron sus diez minutos. Pide otros a la banda.
door-open-film = O filma el QR
door-open-film-how = El que aparece con los seis números, o al prestar la puerta, en la pantalla de quien te la presta.
door-open-film-act = Filmar el QR
door-open-filming = Pon el QR frente a la cámara.
door-open-film-not = La cámara no abrió. Escribe los seis números.

# El código para una app instalada
door-code-act = Código para la app
door-code-title = Código para { $name }
door-code-lead = Sirve una vez, hasta las { $hour }, para el teléfono que ya tiene esta puerta o la va a abrir.
door-code-share = En su iPhone: abrir el enlace en Safari, tocar Compartir y «Agregar a inicio».
door-code-open = Abrir Puerta desde la pantalla de inicio.
door-code-type = Escribir estos seis números, o filmar el QR. Solo por una noche también basta Safari, sin instalar nada.
door-code-qr = QR con los seis números
door-code-done = Listo

# Prestar la puerta
door-lend = Prestar la puerta
door-lend-which = Prestar la puerta de { $title }
door-lend-title = La puerta
door-lend-lead = Un enlace hace de un teléfono amigo una puerta de este concierto. Escanea y busca; no ve fans ni cuentas, y no lleva clave. Si quieres, también vende.
door-lend-new = Prestarla
door-lend-name = Quién y dónde
door-lend-name-hint = Beto, entrada lateral. Así sale en los demás teléfonos.
door-lend-name-missing = Escribe de quién es el teléfono.
door-lend-name-long = Escríbelo en 60 letras o menos.
door-lend-until = Hasta las
door-lend-until-hint = La hora de la noche del concierto; si se mueve, se mueve con él.
door-lend-hour-past = Elige una hora que falte por llegar.
door-lend-sells = También vende y cobra
door-lend-sells-hint = Puede vender lugares del aforo y cobrar lo que se debe, también sin red. Lo que cobre queda a su nombre.
door-phone-sells = vende y cobra
door-lend-over = La noche de este concierto ya pasó, o se canceló: su puerta no se presta.
door-lend-again = Esa puerta ya se había prestado, y su enlace se ve una sola vez. Si se perdió, termínala y presta otra.
door-lend-message = Te presto la puerta de { $concert }, { $day }. Abre este enlace en tu teléfono y toca Abrir la puerta; sirve para un solo teléfono, hasta las { $hour }: { $link }

# El enlace, una vez
door-lent-title = La puerta de { $name }
door-lent-lead = Prestada hasta las { $hour }, para un solo teléfono: el primero que toque «Abrir la puerta».
door-lent-near = Esta dirección solo abre en esta computadora. Para prestar la puerta a un teléfono, inicia el programa con --lan o con una dirección https.
door-lent-send = Mándalo
door-lent-once = Se ve aquí, ahora, y nunca más: no lo guardamos. Si se pierde, termina esa puerta y presta otra.
door-lent-number = Si su teléfono no encuentra ese nombre, como los Android antes del 12:
door-lent-copy = Copiar
door-lent-copied = Copiado
door-lent-whatsapp = Enviar por WhatsApp
door-lent-done = Ya lo mandé
door-lent-film = O que lo filme
door-lent-film-how = Si está a tu lado, que abra la cámara de su teléfono y la ponga enfrente.
door-lent-qr = Código QR con el enlace de la puerta

# Los teléfonos
door-phones = Teléfonos
door-phones-ready =
    { $n ->
        [one] El teléfono está listo.
       *[other] Los { $n } teléfonos están listos.
    }
door-phones-some = Listos: { $ready } de { $n }. Abajo dice qué le falta a cada uno, y cómo se arregla.
door-phones-none = Nadie más tiene esta puerta.
door-phone-name = Teléfono
door-phone-lender = Se la prestó
door-phone-claimed = Abrió
door-phone-seen = Último contacto
door-phone-waiting = Falta que abra el enlace
door-phone-open = Abierta
door-phone-until = hasta las { $hour }
door-phone-revoked = Terminada, { $at }
door-phone-orphaned = Terminó con la cuenta o la contraseña de { $name }
door-phone-over = Terminó a las { $hour }
door-phone-end = Terminar
door-phone-end-which = Terminar la puerta de { $name }
door-phone-end-sure = ¿Terminar la puerta de { $name }? Su teléfono deja de escanear en este momento.
door-phone-ended = Terminó la puerta de { $name }.

# Lo que cada teléfono dijo de sí
door-phones-own = Teléfonos de la banda
door-heard-number = Teléfono { $number }
door-heard-seen = { $at }
door-heard-pending = { $n } sin enviar
door-heard-damaged =
    { $n ->
        [one] 1 apartado por dañado
       *[other] { $n } apartados por dañados
    }
door-heard-clock-ahead = su reloj va { $n } min adelante
door-heard-clock-behind = su reloj va { $n } min atrás
door-heard-clock-off = No va con el servidor. Que ponga la hora automática en sus ajustes.
door-heard-no-list = todavía sin lista
door-heard-list =
    { $n ->
        [0] lista al día
       *[other] lista de { $n } min antes
    }
door-heard-places =
    { $n ->
        [one] puede vender 1 lugar
       *[other] puede vender { $n } lugares
    }

# La lista en papel
door-paper = En papel
door-paper-how = Todos los boletos que valen, por nombre, con un cuadro por lugar, para cuando ningún teléfono sirva. Lo que se venda después de imprimirla no está.
door-paper-letter = Lista en carta
door-paper-a4 = En A4
door-paper-file = puerta
door-paper-printed = Impresa { $at }
door-paper-sheet = Hoja { $n } de { $of }
door-paper-name = Nombre
door-paper-number = N.º
door-paper-short = Código
door-paper-places = Entró (lleno: ya había entrado)
door-paper-due = Debe { $amount }

# Lo marcado en papel
door-marks-title = Pasar lo marcado
door-marks-how = Cuando vuelva la red, los números marcados se pasan aquí.
door-marks-lead = Los números que se marcaron en la lista. Primero ves qué hace cada uno; luego se anotan.
door-marks-label = Números marcados
door-marks-more = Más números
door-marks-hint = Con espacio o en renglones: 17 18 22x2. La x dice cuántos cuadros se marcaron de un grupo. Cuentan como entrados a la hora en que los pasas.
door-marks-look = Ver qué hace cada uno
door-marks-write =
    { $n ->
        [one] Anotar 1 entrada
       *[other] Anotar { $n } entradas
    }
door-marks-done =
    { $n ->
        [0] No se anotó ninguna entrada.
        [one] Se anotó 1 entrada.
       *[other] Se anotaron { $n } entradas.
    }
door-marks-none = Escribe al menos un número de la lista.
door-marks-many = Son más de mil de una vez. Pásalos por hojas.
door-marks-odd = Esto no es un número de la lista: { $words }
door-marks-places = Marcados
door-marks-what = Qué hace
door-marks-happened = Qué pasó
door-marks-unknown = No hay boleto con ese número
door-marks-enter =
    { $n ->
        [one] Entra
       *[other] Entran { $n }
    }
door-marks-entered =
    { $n ->
        [one] Entró
       *[other] Entraron { $n }
    }
door-marks-inside =
    { $n ->
        [one] Ya entró: no se anota otra vez
       *[other] { $n } ya entraron: no se anotan otra vez
    }
door-marks-unpaid = Por pagar: no se anota hasta que se cobre
door-marks-voided = Anulado: no se anota
door-marks-replaced = Reemplazado: no se anota
door-marks-by = papel, { $name }
door-marks-exited = Ya salió, y aquí no se vuelve a entrar: no se anota
door-marks-over = El boleto no deja pasar a tantos: { $n } no se anotan
door-photo-choose = Elegir una foto
door-lent-trust = Primero, que su teléfono confíe
door-lent-trust-how = En el mismo Wi-Fi, que abra esta dirección una vez y siga los pasos. Sin eso verá una advertencia, y su puerta no abrirá sin red.
