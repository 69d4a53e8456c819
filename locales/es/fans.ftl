fans-title = Fans
fans-one = Fan
fans-count = { $n ->
    [one] { $shown } persona
   *[other] { $shown } personas
}
fans-new = Registrar fan
fans-new-title = Nuevo fan
fans-new-lead = Solo el nombre hace falta. Lo demás puede venir después.
fans-new-ticket = Nuevo boleto
fans-import = Importar
fans-export = Descargar CSV
fans-none = Aún no hay fans. Registra al primero, o trae los que ya tienes en una hoja.
fans-none-import = Importar una hoja
fans-search = Buscar por nombre, teléfono o correo
fans-search-action = Buscar
fans-search-hint = Con o sin acentos; bastan las primeras letras o los últimos cuatro dígitos.
fans-not-found = Nadie aparece con «{ $q }».
fans-all = Ver todos
fans-name = Nombre
fans-name-hint = Como quiere que aparezca en el boleto.
fans-name-missing = Falta el nombre.
fans-name-long = Es muy largo: 120 caracteres a lo más.
fans-phone = Teléfono
fans-phone-hint = Diez dígitos; de otro país, con + y su clave.
fans-phone-wrong = Ese teléfono no está completo. Escribe sus diez dígitos, o + y la clave si es de otro país.
fans-phone-taken = Otra persona ya tiene este teléfono.
fans-phone-holder = Ese teléfono ya es de { $name }. Lo que escribiste sigue aquí.
fans-phone-open = Abrir a { $name }
fans-phone-merge = Son la misma persona: unirlas
fans-no-phone = sin teléfono
fans-email = Correo
fans-email-hint = Por ejemplo, ana@example.mx
fans-email-wrong = A ese correo le falta algo. Se escribe como nombre@dominio.
fans-age = Edad
fans-age-hint = En años. Cada año se actualiza sola.
fans-age-wrong = La edad va en años, con números: de 0 a 120.
fans-years = { $n ->
    [one] { $n } año
   *[other] { $n } años
}
fans-birthday = Cumpleaños
fans-birthday-hint = En lugar de la edad, si lo sabes.
fans-birthday-wrong = Ese cumpleaños no puede ser. Escribe día, mes y año.
fans-found = Cómo nos conoció
fans-found-friend = Por una amistad
fans-found-instagram = Instagram
fans-found-tiktok = TikTok
fans-found-spotify = Spotify
fans-found-poster = Un cartel
fans-found-radio = La radio
fans-found-walked-by = Pasaba por ahí
fans-found-other-band = Por otra banda
fans-found-other = Otra cosa
fans-unknown = No se sabe
fans-choose = Elige una opción de la lista.
fans-note = Nota
fans-note-hint = Solo la ve la banda.
fans-note-long = Es muy larga: 2,000 caracteres a lo más.
fans-language = Idioma
fans-language-es = Español
fans-language-en = Inglés
fans-news = Noticias
fans-news-yes = Quiere recibir noticias
fans-news-hint = Solo si lo dijo. Queda anotado cuándo y cómo.
fans-news-how = Cómo lo dijo
fans-news-how-choose = Elige
fans-news-how-missing = Di cómo lo dijo.
fans-news-day = Cuándo lo dijo
fans-news-day-wrong = Ese día no puede ser: hoy o antes.
fans-news-stands = Quiere noticias
fans-news-none = No ha dicho que quiera noticias.
fans-news-give = Anotar que sí quiere
fans-news-withdraw = Ya no quiere noticias
fans-news-given = Anotado: { $name } quiere noticias.
fans-news-withdrawn = Anotado: { $name } ya no quiere noticias.
fans-news-until = Hasta { $moment }.
fans-how-in-person = En persona
fans-how-whatsapp = Por WhatsApp
fans-how-paper = Firmó una hoja
fans-how-email = Por correo
fans-how-import = Venía en una hoja importada
fans-consent = { $how }, { $day }.
fans-consent-by = { $how }, { $day }. Lo anotó { $name }.
fans-problems = Falta corregir algo. Lo que escribiste sigue aquí.
fans-save = Guardar
fans-edit = Editar
fans-edit-title = Editar fan
fans-back-one = Volver al fan
fans-added = { $name } ya está en la lista de fans.
fans-edited = Cambios guardados.
fans-came = Conciertos
fans-last = Último
fans-pages = Páginas
fans-before = Anteriores
fans-after = Siguientes
fans-tickets-count = { $n ->
    [one] { $n } boleto
   *[other] { $n } boletos
}
fans-came-since = { $n ->
    [one] Ha venido a { $n } concierto: { $day }
   *[other] Ha venido a { $n } conciertos, desde el { $day }
}
fans-with-us-since = En la lista desde el { $day }
fans-registered = En la lista desde
fans-contact = Contacto
fans-no-contact = Sin teléfono ni correo. Agrégalos para mandarle sus boletos.
fans-concerts = Conciertos
fans-concert = Concierto
fans-day = Día
fans-ticket = Boleto
fans-ticket-number = N.º { $n }
fans-ticket-admits = para { $n }
fans-state = Asistencia
fans-state-came = Vino
fans-state-missed = No vino
fans-state-to-come = Por venir
fans-state-voided = Anulado
fans-state-replaced = Cambiado por otro
fans-state-cancelled = Concierto cancelado
fans-no-tickets = Aún no tiene boletos.
fans-company = Con quién viene
fans-brought-by = Vino con
fans-brought = Ha traído a
fans-alike = Puede ser la misma persona que:
fans-more = Más
fans-merge = Unir con otro fan
fans-merge-title = ¿Con quién se repite?
fans-merge-lead = Sus boletos, conciertos y datos quedan en una sola persona.
fans-merge-alike = Se llaman igual o tienen el mismo correo
fans-merge-search = Buscar a otra persona
fans-merge-back = Elegir a otra persona
fans-merge-gone = Una de las dos personas ya se unió con otra o se borró. Vuelve a la lista y búscala de nuevo.
fans-merged = { $other } y { $name } ya son una sola persona.
fans-unite-title = Dos que son una
fans-unite-lead = Revisa lo que queda. No se puede deshacer.
fans-unite-field = Dato
fans-unite-stays = Esta ficha se queda
fans-unite-goes = Esta se une
fans-unite-kept = Así queda
fans-unite-action = Unir
fans-unite-swap = Que se quede la otra
fans-erase = Borrar
fans-erase-title = Borrar sus datos
fans-erase-lead = Para cuando alguien pide que lo olvidemos. No se puede deshacer.
fans-erase-goes = Se va
fans-erase-goes-person = Nombre, teléfono, correo, edad, cómo nos conoció y notas.
fans-erase-goes-consent = Lo que aceptó o dejó de aceptar.
fans-erase-goes-search = Todo lo que lo hacía aparecer al buscar.
fans-erase-stays = Se queda
fans-erase-stays-numbers = Los números de cada concierto: boletos, asistencia y dinero, sin persona.
fans-erase-stays-copies = Las copias de respaldo hechas antes de hoy, hasta que otras las reemplacen. Si descargaste alguna, bórrala tú.
fans-erase-action = Borrar sus datos
fans-erase-sure = ¿Borrar para siempre los datos de { $name }?
fans-erased = Sus datos se borraron. Los números de los conciertos siguen igual.
fans-erased-name = Fan borrado
fans-is-erased = Esta persona pidió que se borraran sus datos. Aquí quedan solo los números.
fans-import-title = Importar fans
fans-import-lead = Elige una hoja en CSV, los contactos de un teléfono (vCard) o la lista de otro sistema de boletos. Antes de guardar nada verás qué pasa con cada renglón.
fans-import-file = Archivo
fans-import-file-hint = CSV o texto con comas, puntos y coma o tabuladores; .vcf. También los asistentes de pretix, Hi.Events y Eventbrite. Hasta 5 MB y 50,000 renglones.
fans-import-look = Revisar el archivo
fans-import-other = Elegir otro archivo
fans-import-columns = Qué columnas entiende
fans-import-columns-name = Nombre, o nombre y apellidos. Es la única que hace falta.
fans-import-columns-contact = Teléfono, celular o WhatsApp; correo.
fans-import-columns-age = Edad, cumpleaños o fecha de nacimiento.
fans-import-columns-more = Cómo nos conoció, nota, idioma, noticias. Las que no conoce las deja fuera y te lo dice.
fans-import-missing = Elige un archivo.
fans-import-empty = El archivo no tiene renglones. Revisa que sea el que querías.
fans-import-no-name = No encontré la columna del nombre. El primer renglón debe decir qué hay en cada columna: nombre, teléfono, correo…
fans-import-too-many = Tiene más de 50,000 renglones. Divídelo en partes.
fans-import-lost = El archivo no llegó completo. Elígelo otra vez.
fans-import-raced = Mientras revisabas, alguien registró a una de estas personas. No se guardó nada; elige el archivo otra vez.
fans-import-new = Se agrega
fans-import-same = Ya está: { $name }, { $by }
fans-import-by-id = por su ficha
fans-import-by-phone = mismo teléfono
fans-import-by-email = mismo correo
fans-import-by-row = por otro renglón
fans-import-gains = Se le agrega: { $fields }.
fans-import-keeps = Se queda con lo que ya tenía: { $fields }.
fans-import-merged = Igual que el renglón { $row }
fans-import-problem = Con problema
fans-import-erased = Esta persona pidió que se borraran sus datos.
fans-import-done = { $new ->
    [0] No hubo fans nuevos.
    [one] Se agregó { $new } fan.
   *[other] Se agregaron { $new } fans.
} { $filled ->
    [0] { "" }
    [one] Se completó { $filled } que ya estaba.
   *[other] Se completaron { $filled } que ya estaban.
}
fans-preview-title = Antes de guardar
fans-preview-lead = Nada se ha guardado todavía. Se guarda todo junto, o nada.
fans-preview-new = { $n ->
    [one] fan nuevo
   *[other] fans nuevos
}
fans-preview-same = { $n ->
    [one] ya estaba
   *[other] ya estaban
}
fans-preview-merged = { $n ->
    [one] repetido en el archivo
   *[other] repetidos en el archivo
}
fans-preview-wrong = con problema
fans-preview-left-out = Columnas que quedan fuera: { $columns }.
fans-preview-action = Importar todo
fans-preview-leave-out = { $n ->
    [one] Importar y dejar fuera { $n } con problema
   *[other] Importar y dejar fuera { $n } con problema
}
fans-preview-nothing = No hay nada que guardar: todos están ya, o tienen algo que corregir.
fans-preview-nothing-back = Volver a los fans
fans-preview-problems = Con problema
fans-preview-problems-lead = Corrígelos en el archivo y elígelo otra vez, o impórtalo sin ellos.
fans-preview-rows = Renglón por renglón
fans-preview-row = Renglón
fans-preview-fate = Qué pasa
fans-preview-hidden = { $n ->
    [one] Y { $shown } renglón más, contado arriba.
   *[other] Y { $shown } renglones más, contados arriba.
}
fans-csv-id = id
fans-csv-name = nombre
fans-csv-phone = teléfono
fans-csv-email = correo
fans-csv-age = edad
fans-csv-birthday = cumpleaños
fans-csv-found = cómo nos conoció
fans-csv-note = nota
fans-csv-language = idioma
fans-csv-news = noticias
fans-csv-yes = sí

fans-consent-notice = Con el aviso de privacidad { $version }.
fans-news-until-link = Hasta { $moment }: pidió la baja con su enlace.
fans-how-form = En la página del concierto
fans-data = Descargar sus datos
fans-notice-title = Aviso de privacidad
fans-notice-back = Tu cuenta
fans-notice-none = La banda todavía no escribe su aviso de privacidad.
fans-notice-edit = Escribir el aviso
fans-notice-lead = Se muestra a quien deja sus datos. Cada versión se guarda: cuando alguien acepta, queda anotado cuál leyó.
fans-notice-responsible = Quién responde por los datos
fans-notice-responsible-hint = El nombre de una persona o de la banda.
fans-notice-responsible-missing = Escribe quién responde por los datos.
fans-notice-address = Domicilio
fans-notice-address-hint = Calle, número, colonia y ciudad. La ley lo pide.
fans-notice-address-missing = Escribe un domicilio.
fans-notice-contact = Contacto
fans-notice-contact-hint = Un correo o teléfono al que escriba quien quiera ver, corregir o borrar sus datos.
fans-notice-contact-missing = Escribe un correo o un teléfono.
fans-notice-long = Es más largo de 300 caracteres.
fans-notice-kept = El aviso se guardó.
fans-notice-version = Versión { $version }, { $day }.
fans-notice-who = { $responsible }, con domicilio en { $address }, responde por los datos que dejas: nombre, teléfono, correo, edad, cómo supiste de nosotros, quién te invitó y a qué conciertos vienes.
fans-notice-service = Se usan para apartarte y mandarte tu boleto, recibirte en la puerta y avisarte si el concierto cambia. Para esto hacen falta.
fans-notice-news = Solo si tú lo marcas, también para invitarte a otros conciertos. Puedes parar cuando quieras: contesta BAJA, o usa el enlace de cada correo. No se venden ni se pasan a nadie.
fans-notice-rights = Para ver, corregir o borrar tus datos, u oponerte a que se usen, escribe a { $contact }. La respuesta llega en 20 días hábiles a más tardar. Si no te satisface, puedes acudir a la Secretaría Anticorrupción y Buen Gobierno.
fans-farewell-title = Noticias
fans-farewell-ask = ¿Dejar de recibir las noticias de { $band }? Los avisos sobre tus boletos siguen llegando.
fans-farewell-act = No quiero más noticias
fans-farewell-done = No recibes noticias de { $band }. Si un día quieres, díselo a la banda.
fans-cards = Contactos
fans-card = Guardar en contactos
fans-notice-show = Muéstrale el aviso de privacidad
fans-said = Dijo la palabra, sin boleto
fans-notice-change = Cambiar el aviso
fans-notice-contact-wrong = Escribe un correo o un teléfono que funcione.
fans-asked = Pidió lugar
fans-segments = Segmentos
fans-segments-lead = Grupos de fans que tienen algo en común. Se cuentan solos.
fans-segments-ours = Lealtad
fans-segments-own = De la banda
fans-segments-none = Todavía no hay ninguno. El primero sale de dos o tres reglas.
fans-segment = Segmento
fans-segment-new = Nuevo segmento
fans-segment-edit = Editar segmento
fans-segment-edit-lead = Un fan está adentro cuando cumple todas las reglas de un grupo. Si no sabemos el dato, no entra.
fans-segment-means = Quiénes son
fans-segment-moved = Desde el último concierto
fans-segment-uncounted = Contando…
fans-segment-same = Igual que antes del último concierto
fans-segment-more = { $n ->
    [one] Uno más que antes del último concierto
   *[other] { $count } más que antes del último concierto
}
fans-segment-fewer = { $n ->
    [one] Uno menos que antes del último concierto
   *[other] { $count } menos que antes del último concierto
}
fans-segment-counted = Contado el { $when }.
fans-segment-nobody = Nadie está en este segmento por ahora.
fans-segment-write = Escríbeles
fans-segment-remove = Borrar segmento
fans-segment-remove-sure = Los fans se quedan; el segmento se borra.
fans-segment-removed = Se borró el segmento { $name }.
fans-segment-saved = Quedó guardado: { $name }.
fans-segment-name = Nombre
fans-segment-name-hint = Como lo vas a buscar: "Vuelven de Toluca".
fans-segment-name-missing = Ponle un nombre.
fans-segment-name-long = El nombre es muy largo: hasta 60 letras.
fans-segment-name-taken = Ya hay un segmento con ese nombre.
fans-segment-rules-missing = Falta una regla: elige qué deben cumplir.
fans-segment-rules-wrong = A una regla le falta algo. Está marcada.
fans-segment-number = Escribe un número entero, hasta 10,000,000.
fans-segment-choose = Elige uno.
fans-segment-gone = un concierto que ya no está
fans-segment-all = Cumplen todo esto
fans-segment-or-all = O cumplen todo esto
fans-segment-another = O, en otro grupo
fans-segment-add = Agregar regla
fans-segment-pick-fact = Elige una regla
fans-segment-pick = Elige
fans-segment-drop = Quitar
fans-segment-not-label = Se cumple o no
fans-segment-yes = Cumple
fans-segment-no = No cumple
fans-segment-not = no: { $rule }
fans-segment-and = { " y " }
fans-segment-or = { "; o bien " }
fans-segment-how-least = al menos
fans-segment-how-most = a lo más
fans-segment-how-exactly = exactamente
fans-loyalty-faithful = Fieles
fans-loyalty-faithful-about = Vinieron al menos 3 veces, a la mitad o más de los conciertos de su ciudad desde el primero, y de los últimos se perdieron 2 a lo más.
fans-loyalty-new = Nuevos
fans-loyalty-new-about = Vinieron una vez, al último concierto de su ciudad o al de antes.
fans-loyalty-leaving = Se nos van
fans-loyalty-leaving-about = Venían: vinieron 2 veces o más, y llevan de 3 a 5 conciertos sin venir.
fans-loyalty-promising = Prometen y no llegan
fans-loyalty-promising-about = Han tenido boleto y no han llegado 2 veces o más, la mitad de las veces o más.
fans-loyalty-lost = Perdidos
fans-loyalty-lost-about = Vinieron alguna vez, y llevan 6 conciertos o más sin venir.
fans-loyalty-birthday = Cumplen este mes
fans-loyalty-birthday-about = Cumplen años en este mes, de quienes sabemos la fecha.
fans-fact-came = Conciertos a los que vino
fans-fact-recency = Conciertos seguidos sin venir
fans-fact-frequency = Parte de los conciertos de su ciudad
fans-fact-missed = Veces que tuvo boleto y no llegó
fans-fact-kept = Parte de las veces que llegó con boleto
fans-fact-age = Edad
fans-fact-birthday = Cumple este mes
fans-fact-city = Ciudad a la que más viene
fans-fact-found = Cómo nos conoció
fans-fact-paid = Ha pagado en total
fans-fact-tickets = Boletos que ha tenido
fans-fact-brought = Personas que ha traído
fans-fact-came-to = Vino a un concierto
fans-fact-first = Su primer concierto fue
fans-fact-holds = Tiene boleto para
fans-fact-language = Idioma
fans-fact-news = Quiere noticias
fans-fact-phone = Tiene teléfono
fans-fact-email = Tiene correo
fans-fact-listed = Está en una lista hecha a mano
