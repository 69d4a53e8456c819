door-title = Puerta
door-numbers = { $inside } adentro de { $expected }
door-camera = Lo que ve la cámara
door-direction-entry = Entran
door-direction-exit = Salen
door-loud = Toca la pantalla una vez, para que suene
door-last = Lo último
door-search = Buscar
door-type = Teclear
door-switch = Otra cámara
door-light-on = Luz: sí
door-light-off = Luz: no
door-undo = Deshacer
door-next = Seguir
door-charge = Cobrar
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

# La palabra
door-word-admitted = Pasa
door-word-already-used = Ya entró
door-word-other-concert = Otro concierto
door-word-voided = Anulado
door-word-replaced = Reemplazado
door-word-unpaid = Por pagar
door-word-exited = Salió
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
door-say-exited = Salió
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
door-search-hint = Toca a quien está aquí, y entra.
door-search-none = Nadie así en la lista. Prueba con menos letras.
door-search-one = 1 boleto. Tócalo para que pase.
door-search-many = { $n } boletos. Toca el de quien está aquí.
door-search-silent = El servidor no contesta. Prueba otra vez.
door-search-code = Eso es un código entero. Presiona Enter para preguntar por él.
door-state-inside = ya entró
door-state-exited = salió
door-state-unpaid = por pagar
door-state-voided = anulado
door-state-replaced = reemplazado
door-type-title = Teclear
door-type-label = El código, bajo el nombre en el boleto
door-type-hint = Con las cuatro letras del boleto basta. Mayúsculas, espacios y guiones dan igual.
door-type-length = Son las 4 del boleto o las 16 del código completo; aquí hay { $n }.
door-type-strange = Hay una letra que ningún código lleva. Míralo otra vez.
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
door-open-title = Abrir la puerta
door-open-lead = Te prestaron la puerta de un concierto. Este enlace sirve para un solo teléfono: este.
door-open-secret = Clave del enlace
door-open-action = Abrir la puerta
door-open-wrong = Ese enlace ya lo usó otro teléfono, ya terminó o no está completo. Pide uno nuevo a la banda.
