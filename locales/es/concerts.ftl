concerts-title = Conciertos
concerts-new = Nuevo concierto
concerts-new-here = Nuevo concierto aquí
concerts-venues = Lugares
concerts-tabs = Cuándo
concerts-upcoming = Próximos
concerts-past = Pasados
concerts-past-none = Todavía no pasa ningún concierto. Aquí queda cada noche con sus boletos y su dinero.
concerts-upcoming-see = Ver los próximos
concerts-upcoming-none = No hay conciertos por venir. Con la fecha y el lugar basta para empezar a vender.
concerts-concert = Concierto
concerts-when = Cuándo
concerts-tickets = Boletos
concerts-admitted = Entraron
concerts-money = Dinero
concerts-of = { $n }{"\u00A0"}de{"\u00A0"}{ $capacity }
concerts-cancelled = cancelado
concerts-pages = Páginas
concerts-first = Al principio
concerts-next = Siguientes
concerts-is-cancelled = Este concierto está cancelado. No se venden más boletos.
concerts-distance = Concierto, { $distance }
concerts-doors-at = { $day }, puertas{"\u00A0"}{ $doors }
concerts-starts-at = Empieza { $start }
concerts-age = Solo mayores de { $age } años
concerts-new-ticket = Nuevo boleto
concerts-scan = Escanear
concerts-paid = Pagados
concerts-owed = Por pagar
concerts-courtesies = Cortesías
concerts-edit = Editar
concerts-move = Mover
concerts-cancel = Cancelar concierto
concerts-back = Volver
concerts-night = La noche
concerts-door = Prestar la puerta
concerts-live-lost = Sin conexión con el servidor, lo intento otra vez.
concerts-inside = Adentro
concerts-expected = Esperados
concerts-refused = Rechazados
concerts-missed = No llegaron
concerts-used = Boletos que entraron
concerts-doubles =
    { $n ->
        [one] 1 entrada por revisar
       *[other] { $n } entradas por revisar
    }
concerts-doubles-why = Entraron con un lugar que ya era de otra persona, o con un boleto que ya no valía. Todas están contadas; a quién buscar lo decide la banda.
concerts-astray =
    { $n ->
        [one] 1 cobro sin asentar
       *[other] { $n } cobros sin asentar
    }
concerts-astray-why = Un teléfono dijo que cobró, y el boleto ya estaba pagado o anulado, o no era suyo para vender. Ese dinero se recibió y no está en las cuentas: devuélvelo, o regístralo donde toque.
concerts-unsold =
    { $n ->
        [one] 1 venta deshecha
       *[other] { $n } ventas deshechas
    }
concerts-unsold-why = Se vendieron en la puerta y su entrada se deshizo, pero el boleto y el cobro siguen ahí. Si devolvieron el dinero, anula el boleto; si no, la persona puede entrar con él.
concerts-double-first = Qué había
concerts-double-second = Entró además
concerts-double-number = N.º { $number }
concerts-double-at = { $hour }, con { $door }
concerts-double-voided = El boleto ya estaba anulado
concerts-double-replaced = El boleto está reemplazado por otro
concerts-last-issued = Últimos boletos
concerts-issued-none = Aún no hay boletos de este concierto.
concerts-issued-all = Ver todos los boletos
concerts-fan = Fan
concerts-number = N.º
concerts-state = Estado
concerts-price = Precio
concerts-state-paid = Pagado
concerts-state-owed = Por pagar
concerts-state-in = Entró
concerts-state-void = Anulado
concerts-state-replaced = Reemplazado
concerts-state-courtesy = Cortesía
concerts-arrival = Cómo llegaron
concerts-arrival-none = La curva de llegada se dibuja cuando entra la primera persona.
concerts-arrival-nobody = Esa noche no se registró ninguna entrada.
concerts-arrival-peak = Lo más lleno fue de { $from } a { $until }: { $n ->
    [one] entró { $n } persona
   *[other] entraron { $n } personas
}.
concerts-arrival-label = { $n ->
    [one] { $n } entrada
   *[other] { $n } entradas
} en pasos de { $step } minutos
concerts-arrival-step = Entradas cada { $step } minutos.
concerts-method-cash = Efectivo
concerts-method-spei = SPEI
concerts-method-card = Tarjeta
concerts-money-in = Cobrado
concerts-money-owed = Por cobrar
concerts-prices = Precios
concerts-price-until = hasta el { $day }
concerts-price-now = vigente
concerts-contact = Quien recibe
concerts-contact-none = No hay nadie anotado.
concerts-contact-name = Nombre
concerts-contact-phone = Teléfono
concerts-contact-email = Correo
concerts-contact-hint = Si eliges un lugar y lo dejas vacío, se queda el contacto de ese lugar.
concerts-venue-history = Todas las noches en { $venue }
concerts-line-up = Quién toca
concerts-line-up-hint = Una banda por línea.
concerts-changes = Cambios
concerts-change-from = Era el { $day }, puertas { $doors },
concerts-change-to = Ahora es el { $day }, puertas { $doors },
concerts-change-cancelled = Se canceló. Era el { $day }, puertas { $doors },
concerts-change-stay = Los boletos siguen siendo válidos.
concerts-change-voided = Los boletos se anularon.
concerts-told-see = Ver a quién avisar
concerts-edit-title = Editar concierto
concerts-problems = Falta corregir lo que está marcado. Lo demás quedó como lo escribiste.
concerts-part-night = Noche
concerts-part-when = Cuándo
concerts-part-place = Lugar
concerts-field-title = Título
concerts-title-hint = Si lo dejas vacío, el concierto se llama como el lugar.
concerts-day = Fecha
concerts-timezone = Hora de
concerts-doors = Puertas
concerts-start = Empieza
concerts-venue = Lugar
concerts-venue-choose = Elige un lugar
concerts-venue-new = Es un lugar nuevo
concerts-venue-name = Nombre del lugar
concerts-venue-address = Dirección
concerts-venue-city = Ciudad
concerts-capacity = Aforo
concerts-capacity-hint = Vacío: el del lugar.
concerts-capacity-new = Cuántas personas caben.
concerts-capacity-now = { $n ->
    [0] Aún no hay boletos.
    [one] Ya se ocupa un lugar.
   *[other] Ya se ocupan { $n } lugares.
}
concerts-capacity-move = Vacío: { $capacity } si sigue en el mismo lugar, o el aforo del nuevo. { $n ->
    [0] Aún no hay boletos.
    [one] Ya se ocupa un lugar.
   *[other] Ya se ocupan { $n } lugares.
}
concerts-age-min = Edad mínima
concerts-age-hint = Sale en el boleto.
concerts-reentry = Se puede salir y volver a entrar
concerts-reentry-hint = La puerta anota a quien sale; su boleto vuelve a pasar una vez por cada salida.
concerts-currency = Moneda
concerts-prices-hint = La cortesía vale 0. Si un precio no se usa, borra su nombre.
concerts-prices-more = Más precios
concerts-price-name = Nombre
concerts-price-until-day = Hasta
concerts-price-presale = Preventa
concerts-price-box-office = Taquilla
concerts-price-courtesy = Cortesía
concerts-save = Guardar concierto
concerts-made = El concierto quedó guardado.
concerts-saved = Los cambios quedaron guardados.
concerts-fixed = Es en { $venue }, { $day }. Ya hay boletos que lo dicen; para cambiar fecha, hora o lugar, muévelo y avísales.
concerts-fixed-move = Mover el concierto
concerts-move-title = Mover concierto
concerts-move-now = Hoy está para el { $day }, puertas { $doors }, en
concerts-move-action = Mover concierto
concerts-cancel-title = Cancelar concierto
concerts-cancel-lead = No se puede deshacer. Después verás a quién avisar.
concerts-tickets-what = { $n ->
    [one] ¿Qué pasa con el boleto que ya hay?
   *[other] ¿Qué pasa con los { $n } boletos que ya hay?
}
concerts-tickets-stay = Siguen siendo válidos
concerts-tickets-stay-hint = Valen para la nueva fecha o lugar; cada boleto se dibuja con lo que cambió.
concerts-tickets-keep-hint = Para cuando haya otra fecha, o mientras decides qué se devuelve. No se vende ninguno más.
concerts-tickets-voided = Se anulan todos
concerts-tickets-voided-hint = La puerta los rechaza. El dinero se devuelve aparte, boleto por boleto.
concerts-moved = El concierto se movió. { $voided ->
    [0] Los boletos siguen siendo válidos.
    [one] Se anuló { $voided } boleto.
   *[other] Se anularon { $voided } boletos.
}
concerts-cancelled-done = El concierto se canceló. { $voided ->
    [0] Ningún boleto se anuló.
    [one] Se anuló { $voided } boleto.
   *[other] Se anularon { $voided } boletos.
}
concerts-cancelled-already = Este concierto ya estaba cancelado.
concerts-told-title = A quién avisar
concerts-told-nobody = Nadie tenía boleto. No hay a quién avisar.
concerts-told-back = Ver el concierto
concerts-told-whatsapp = Por WhatsApp
concerts-told-whatsapp-lead = Cada botón abre el chat con el mensaje ya escrito, en el idioma de cada quien.
concerts-told-mail = Solo por correo
concerts-told-neither = Sin teléfono ni correo
concerts-told-neither-lead = Avísales por quien los trajo, o en persona.
concerts-told-how = Avisar
concerts-told-by-whatsapp = Avisar por WhatsApp
concerts-told-by-mail = Avisar por correo
concerts-told-brought = Viene con { $name }
concerts-say-moved = Hola, { $first }: el concierto de { $band } ({ $concert }), que era el { $day }, cambió. Ahora es el { $newday }, puertas { $doors }, en { $place }.
concerts-say-cancelled = Hola, { $first }: el concierto de { $band } ({ $concert }) del { $day } se canceló.
concerts-say-stay = { $tickets ->
    [one] Tu boleto sigue siendo válido.
   *[other] Tus { $tickets } boletos siguen siendo válidos.
}
concerts-say-voided = { $tickets ->
    [one] Tu boleto quedó anulado; respóndenos para devolverte lo que pagaste.
   *[other] Tus { $tickets } boletos quedaron anulados; respóndenos para devolverte lo que pagaste.
}
concerts-say-subject-moved = { $band }: cambió el concierto ({ $concert })
concerts-say-subject-cancelled = { $band }: se canceló el concierto ({ $concert })
concerts-venues-none = Aún no hay lugares. El primero se guarda con su concierto.
concerts-last-night = Última noche
concerts-nights = Noches
concerts-fits = Caben { $n }
concerts-venue-contact = Contacto
concerts-venue-contact-hint = Se copia a los conciertos nuevos. Los de antes conservan el suyo.
concerts-history = Historia
concerts-history-none = Aún no hay noches aquí.
concerts-note = Notas
concerts-note-hint = Solo la ve la banda: carga, sonido, a quién llamar.
concerts-venue-edit = Editar lugar
concerts-venue-save = Guardar lugar
concerts-venue-saved = El lugar quedó guardado.
concerts-day-missing = Falta la fecha.
concerts-day-wrong = Esa fecha no existe.
concerts-doors-missing = Falta a qué hora abren las puertas.
concerts-start-missing = Falta a qué hora empieza.
concerts-hour-wrong = Escribe la hora como 20:00.
concerts-start-early = Empieza antes de que abran las puertas.
concerts-zone-wrong = Elige la zona horaria.
concerts-too-long = Es demasiado largo; acórtalo.
concerts-phone-wrong = A ese teléfono le faltan números.
concerts-email-wrong = Ese correo está incompleto.
concerts-capacity-wrong = Escribe cuántas personas caben, con números.
concerts-capacity-missing = Falta cuántas personas caben.
concerts-capacity-held = Los boletos ya ocupan más lugares: el aforo no puede ser menor.
concerts-age-wrong = Escribe una edad de 1 a 99, o nada.
concerts-currency-wrong = Elige la moneda.
concerts-price-none = Pon al menos un precio; 0 si es gratis.
concerts-price-name-missing = Falta el nombre.
concerts-price-amount-missing = Falta el precio. Si no se usa, borra el nombre.
concerts-price-amount-wrong = Escribe el precio con números, como 180 o 180.50.
concerts-price-twice = Ese nombre ya está arriba.
concerts-venue-missing = Falta el lugar: elige uno o escribe uno nuevo.
concerts-venue-both = Elegiste un lugar y escribiste otro; deja solo uno.
concerts-venue-name-missing = Falta el nombre del lugar.
concerts-venue-address-missing = Falta la dirección.
concerts-venue-taken = Ya hay un lugar con ese nombre en esa ciudad; elígelo en la lista.
concerts-tickets-missing = Elige qué pasa con los boletos.
concerts-move-nothing = Nada cambia todavía: pon otra fecha, otra hora u otro lugar.
concerts-edit-sold = Mientras editabas se vendió un boleto. La fecha, el lugar y la moneda ya no se cambian aquí: guarda lo demás y luego mueve el concierto.
concerts-edit-raced = Alguien más cambió este concierto mientras editabas. Míralo en otra pestaña; si guardas otra vez, queda lo que dice aquí.
concerts-zone-mexico-city = Ciudad de México
concerts-zone-monterrey = Monterrey
concerts-zone-merida = Mérida
concerts-zone-cancun = Cancún
concerts-zone-chihuahua = Chihuahua
concerts-zone-ciudad-juarez = Ciudad Juárez
concerts-zone-mazatlan = Mazatlán
concerts-zone-hermosillo = Hermosillo
concerts-zone-tijuana = Tijuana
concerts-zone-matamoros = Matamoros
concerts-zone-guatemala = Guatemala
concerts-zone-costa-rica = Costa Rica
concerts-zone-bogota = Bogotá
concerts-zone-lima = Lima
concerts-zone-santiago = Santiago de Chile
concerts-zone-buenos-aires = Buenos Aires
concerts-zone-los-angeles = Los Ángeles
concerts-zone-denver = Denver
concerts-zone-chicago = Chicago
concerts-zone-new-york = Nueva York
concerts-zone-london = Londres
concerts-zone-madrid = Madrid
concerts-zone-berlin = Berlín
concerts-send = Mandar boletos
concerts-astray-when = Cuándo
concerts-astray-ticket = Boleto
concerts-astray-how = Cómo
concerts-astray-amount = Monto
concerts-astray-no-ticket = No salió ningún boleto
concerts-absent = Los que faltan
concerts-join = Página pública
concerts-report = Reporte
