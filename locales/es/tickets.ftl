tickets-title = Boletos
tickets-new-title = Nuevo boleto
tickets-one-title = Boleto N.º { $number }
tickets-another = Otro boleto
tickets-left = { $n ->
    [0] sin lugares
    [one] queda { $n } lugar
   *[other] quedan { $n } lugares
}
tickets-concert-change = Otro concierto
tickets-concert-missing = Ese concierto ya no está. Elige otro.
tickets-concert-cancelled = El concierto está cancelado; no se emiten boletos.
tickets-sold-out = Se acabaron los lugares para este concierto. No se emitió nada.
tickets-no-concert = No hay conciertos por venir.
tickets-no-concert-action = Registrar un concierto
tickets-fan = Fan
tickets-fan-hint = Escribe su nombre o teléfono y elígelo. Si es nuevo, se registra con el boleto.
tickets-suggest-none = Nadie con ese nombre todavía
tickets-suggest-one = 1 encontrado; flechas para elegir
tickets-suggest-some = { $n } encontrados; flechas para elegir
tickets-fan-new = Es nuevo: teléfono, correo, edad
tickets-fan-phone = WhatsApp
tickets-fan-email = Correo
tickets-fan-age = Edad
tickets-fan-gone = Ese fan ya no está. Escribe su nombre otra vez.
tickets-phone-taken = Ese teléfono acaba de quedar con otro fan. Búscalo arriba por teléfono.
tickets-had = { $name } ya tiene el boleto N.º { $number } para este concierto.
tickets-again = Sí, emitir otro
tickets-method = ¿Cómo paga?
tickets-method-cash = Efectivo
tickets-method-cash-hint = Queda pagado
tickets-method-spei = SPEI
tickets-method-spei-hint = Queda por pagar
tickets-method-card = Tarjeta
tickets-method-card-hint = Queda pagado
tickets-method-courtesy = Cortesía
tickets-method-courtesy-hint = Sin costo
tickets-method-missing = Elige cómo paga.
tickets-price = Precio
tickets-price-other = Otro precio
tickets-price-other-hint = Escríbelo abajo
tickets-price-missing = Elige un precio.
tickets-amount = Otro precio, por persona
tickets-amount-wrong = Escribe el precio con números: 200 o 180.50.
tickets-admits = Personas con este boleto
tickets-admits-n = { $n ->
    [one] { $n } persona
   *[other] { $n } personas
}
tickets-admits-wrong = De 1 a 50 personas.
tickets-paid = ¿Ya pagó?
tickets-paid-habit = Según la forma de pago
tickets-paid-yes = Ya pagó
tickets-paid-no = Queda por pagar
tickets-note = Nota para la puerta
tickets-note-long = La nota es muy larga: 200 caracteres a lo más.
tickets-more = Más opciones
tickets-issue = Emitir boleto
tickets-issued = Boleto N.º { $number } para { $name }. Ya se puede enviar.
tickets-none-issued = Aún no has emitido boletos. Aquí se emite el primero.
tickets-state-valid = Listo
tickets-state-owed = Por pagar
tickets-state-in = Entró
tickets-state-voided = Anulado
tickets-state-replaced = Reemplazado
tickets-col-fan = Fan
tickets-col-number = N.º
tickets-col-concert = Concierto
tickets-col-method = Pago
tickets-col-price = Precio
tickets-col-sent = Enviado
tickets-col-state = Estado
tickets-free = Cortesía
tickets-unsent = todavía no
tickets-search = Buscar boleto: nombre, número o código corto
tickets-search-action = Buscar
tickets-filters = Filtros
tickets-filter-all = Todos
tickets-filter-owed = Por pagar
tickets-filter-unsent = Sin enviar
tickets-none = Aún no hay boletos.
tickets-none-found = Ningún boleto coincide con «{ $q }».
tickets-none-left = Nada pendiente aquí.
tickets-pages = Páginas
tickets-next = Siguientes
tickets-csv = Descargar CSV
tickets-sheet = Imprimir en hojas
tickets-sheet-empty = No hay boletos que imprimir.
tickets-csv-number = Número
tickets-csv-fan = Fan
tickets-csv-method = Forma de pago
tickets-csv-price = Precio
tickets-csv-due = Por pagar
tickets-csv-state = Estado
tickets-csv-issued = Emitido
tickets-csv-sent = Enviado
tickets-csv-entered = Entró
tickets-picture-alt = Boleto de { $name } para { $concert }, N.º { $number }
tickets-picture-gone = Ese boleto ya no vale, así que no tiene imagen.
tickets-send = Enviar por WhatsApp
tickets-png = Descargar PNG
tickets-pdf = Descargar PDF
tickets-is-replaced = Este boleto se reemplazó por otro.
tickets-is-voided = Este boleto está anulado. En la puerta lo dirá.
tickets-see-new = Ver el nuevo
tickets-see-old = Ver el anterior
tickets-replaces = Reemplaza a
tickets-code = Código
tickets-doors = Puertas
tickets-issued-at = Emitido
tickets-of-list = de una lista
tickets-voided-at = Anulado
tickets-deliver = Entrega
tickets-deliver-how = El botón abre el chat con el mensaje escrito; la imagen se comparte o se descarga al lado. Cuando lo hayas enviado, anótalo.
tickets-no-phone = No tenemos su WhatsApp: descarga la imagen y entrégasela.
tickets-add-phone = Agregar su número
tickets-mark-sent = Ya se lo envié
tickets-sent-done = Anotado: el boleto de { $name } está enviado.
tickets-payment = Pago
tickets-owes = Debe { $amount }.
tickets-nothing-owed = No debe nada.
tickets-part = Pagó solo una parte
tickets-amount-paid = Cuánto pagó
tickets-mark-paid = Marcar pagado
tickets-paid-done = Anotado: { $amount } recibidos.
tickets-paid-wrong = Elige la forma de pago y escribe la cantidad con números.
tickets-paid-nothing = No había nada que pagar, o ese pago ya estaba anotado.
tickets-refund = Devolver
tickets-refunded = devuelto
tickets-refund-sure = ¿Devolver { $amount }? Queda anotado como otra línea.
tickets-refund-done = Anotado: { $amount } devueltos.
tickets-refund-nothing = Ese pago ya se había devuelto.
tickets-changes = Cambios
tickets-changes-how = Si alguien copió el boleto, reemplázalo: el código de antes deja de servir.
tickets-replace = Reemplazar
tickets-replace-sure = ¿Reemplazarlo por uno nuevo? El código de antes deja de servir.
tickets-replace-done = El boleto N.º { $old } se reemplazó: el nuevo es el N.º { $new }. Envíalo otra vez.
tickets-void = Anular
tickets-void-sure = ¿Anular el boleto N.º { $number } de { $name }? En la puerta ya no pasará.
tickets-void-done = El boleto N.º { $number } está anulado y su lugar quedó libre.
tickets-void-already = Ese boleto ya estaba anulado o reemplazado.
tickets-void-entered = Alguien ya entró con ese boleto; no se puede anular.
tickets-face-doors = Puertas { $hour }
tickets-face-age = Solo mayores de { $age } años
tickets-face-number = N.º { $number }
tickets-face-due = Por pagar { $amount }
tickets-face-admits = Entran { $n } personas. No lo publiques.
tickets-message = Hola { $name }, aquí está tu boleto para { $concert }, { $day }, puertas { $doors }. Muestra el código en la entrada y no lo publiques. ¿Te llegó bien?
tickets-message-due = Hola { $name }, aquí está tu boleto para { $concert }, { $day }, puertas { $doors }. Falta pagar { $due }. Muestra el código en la entrada y no lo publiques. ¿Te llegó bien?
tickets-list-title = Pegar una lista
tickets-list-pasted = La lista, como la tienes en el chat
tickets-list-hint = Un invitado por línea: «Juan +1», «Mariana (Beto)», «Pepe x3», con o sin teléfono. Primero la ves; luego se emite.
tickets-list-look = Revisar la lista
tickets-list-empty = No hay ningún nombre en la lista.
tickets-list-too-long = La lista pasa de 500 personas. Pártela en dos.
tickets-list-no-name = No tiene nombre.
tickets-list-long-name = El nombre es muy largo.
tickets-list-many = Son demasiados: hasta 20 por renglón. Repártelos en varios.
tickets-list-digits = Hay números que no son un teléfono completo. Corrígelo o quítalos.
tickets-list-of = invitado de { $name }
tickets-list-companion = { $name } (+{ $n })
tickets-list-sold-out = La lista pide { $n } lugares y quedan { $left }. No se emitió nada.
tickets-list-done = { $n ->
    [one] Se emitió { $n } boleto de la lista.
   *[other] Se emitieron { $n } boletos de la lista.
}
tickets-preview-title = { $n ->
    [one] { $n } boleto
   *[other] { $n } boletos
}
tickets-preview-odd = Estas líneas se quedan fuera:
tickets-preview-line = Línea { $n }, «{ $text }».
tickets-preview-plus = Van con
tickets-preview-what = Qué pasa
tickets-preview-known = Ya lo conocemos: { $name }
tickets-preview-new = Fan nuevo
tickets-preview-same = ¿Es alguien que ya conocemos?
tickets-preview-is = Es { $name }
tickets-preview-phone = El teléfono no se entiende; se registra sin él.
tickets-preview-edit = Corregir la lista
tickets-preview-issue = { $n ->
    [one] Emitir { $n } boleto
   *[other] Emitir { $n } boletos
}
tickets-batch-title = Boletos de una lista
tickets-batch-heading = { $n ->
    [one] Lista de { $n } boleto
   *[other] Lista de { $n } boletos
}
tickets-batch-void = Anular toda la lista
tickets-batch-sure = ¿Anular los { $n } boletos de esta lista?
tickets-batch-out = Ya se envió o escaneó alguno de esta lista: solo se pueden anular uno por uno.
tickets-batch-voided = Se anularon { $n } boletos. Sus lugares quedaron libres.
tickets-batch-is-voided = Esta lista está anulada.
