
messages-title = Mensajes
messages-lead = Invitaciones a segmentos, una por una, y lo que quedó para comparar.
messages-none = Todavía no hay mensajes. Se empiezan desde un segmento.
messages-new = Escríbeles
messages-for = Concierto
messages-to = A quiénes
messages-made = Hecho
messages-waiting = Faltan
messages-sent = Enviados
messages-skipped = Saltados
messages-compared = Para comparar
messages-reachable = { $n ->
    [one] De { $all }, a uno se le puede escribir
   *[other] De { $all }, a { $n } se les puede escribir
}: quieren noticias, sabemos su teléfono y no tienen boleto para ese concierto.
messages-no-concert = No hay un concierto por venir al que invitar.
messages-concert-missing = Elige un concierto que esté por venir.
messages-body = Hola {"{"}nombre{"}"}, soy de { $band }. Tocamos el {"{"}día{"}"}: {"{"}concierto{"}"}. ¿Te aparto un lugar? {"{"}liga{"}"}
messages-body-label = Mensaje
messages-body-hint = {"{"}nombre{"}"}, {"{"}concierto{"}"}, {"{"}día{"}"} y {"{"}liga{"}"} se cambian por los de cada quien al mandarlo.
messages-body-missing = Escribe el mensaje.
messages-body-long = Es muy largo: hasta 600 letras.
messages-nobody = A nadie de este segmento se le puede escribir para ese concierto.
messages-share = ¿Sirve?
messages-share-hint = A una parte, al azar, no se le escribe. Después se compara quién vino.
messages-share-none = Escribirles a todos
messages-share-part = No escribirle a { $n } de cada 100
messages-begin = Empezar
messages-skip = Saltar
messages-stop = Si no quieres más mensajes, responde BAJA.
messages-done = Listo
messages-done-lead = No queda nadie a quien escribirle de esta lista.
messages-asks = ¿Ya se lo mandaste?
messages-over = El concierto ya empezó o se canceló: a nadie más se le escribe.
messages-marked-already = Alguien más ya lo había marcado.
messages-fan = Ver fan
messages-body-brace = Hay algo entre llaves que no se puede cambiar. Revisa cómo está escrito.
