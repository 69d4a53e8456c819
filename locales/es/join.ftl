join-title = Página pública
join-waiting = { $n ->
    [0] Nadie espera
    [one] { $n } apartado por aceptar
   *[other] { $n } apartados por aceptar
}
join-what = Una página con el concierto y un formulario de medio minuto, y un cartel con su QR. Quien lo llena espera hasta que lo aceptes.
join-open = Abrir la página
join-opened = La página está abierta.
join-close = Cerrar la página
join-closed = La página está cerrada. Su dirección queda guardada.
join-notice-first = Antes hace falta el aviso de privacidad: la ley pide mostrarlo a quien deja sus datos.
join-unlinked = Está abierta, pero solo se ve desde esta red. Para el cartel y los enlaces pon una dirección pública con --base-url.
join-page = La página
join-see = Ver la página
join-poster-alt = El cartel del concierto
join-poster-pdf = Cartel para imprimir
join-poster-png = Cartel como imagen
join-poster-call = Escanea y aparta tu lugar
join-people = Lugares
join-phone = WhatsApp
join-phone-hint = Por ahí te responde la banda.
join-phone-missing = Escribe tu WhatsApp: así la banda sabe quién eres.
join-people-wrong = De 1 a 8 lugares.
join-price = Precio
join-free = Entrada libre
join-left = Lugares
join-left-n = { $n ->
    [0] No quedan lugares
    [one] Queda { $n } lugar
   *[other] Quedan { $n } lugares
}
join-full = Ya no quedan lugares.
join-full-some = No quedan tantos lugares.
join-too-many = Hay muchos apartados esperando. Intenta más tarde, o escríbele a la banda.
join-ask = Aparta tu lugar
join-ask-how = Medio minuto, sin contraseña. La banda te confirma por WhatsApp.
join-ask-act = Apartar
join-here = ¿Estás aquí?
join-here-how = Escribe la palabra que dijo la banda: queda anotado que viniste.
join-here-act = Aquí estoy
join-found = ¿Cómo supiste?
join-found-choose = Elige
join-away = No escribas aquí
join-news = Quiero que { $band } me avise de otros conciertos
join-news-hint = Puedes parar cuando quieras.
join-cancelled = Este concierto se canceló.
join-over = Este concierto ya pasó. Gracias por venir.
join-word = La palabra
join-word-hint = La que dijo la banda desde el escenario.
join-word-wrong = Esa no es la palabra de esta noche.
join-word-bad = Escribe una palabra de hasta 40 letras.
join-word-none = Ya abrió la puerta: los lugares que quedan se venden ahí.
join-word-how = Dila desde el escenario. Quien la escribe en la página queda ligado a esta noche, aunque haya entrado con boleto de otro o comprado en la puerta.
join-word-kept = La palabra de la noche es «{ $word }».
join-word-gone = Ya no hay palabra.
join-thanks = Listo
join-thanks-before = La banda revisa tu apartado y te escribe por WhatsApp. Todavía no es un boleto.
join-thanks-night = Quedó anotado que viniste. Gracias por estar.
join-new = Primera vez
join-wrote = Firmó como { $name }
join-by = Lo invitó { $name }
join-has = Ya tiene el boleto { $number }
join-accept = Aceptar
join-accept-whom = Aceptar a { $name }
join-accept-full = No alcanza: quedan { $n } lugares.
join-accepted = Aceptados
join-accepted-done = { $name } tiene el boleto { $number }. Está en la lista para mandar.
join-decline = Rechazar
join-decline-sure = ¿Rechazar a { $name }? No se le avisa. Si solo lo conoces por esto, sus datos se borran.
join-declined = { $name } no quedó.
join-declined-forgotten = { $name } no quedó, y sus datos se borraron.
join-settled = Ya estaba resuelto.
join-paid = Pagado
join-paid-spei = Pagó por SPEI
join-paid-cash = Pagó en efectivo
join-paid-done = { $name } pagó { $amount }.
join-said = Dijeron la palabra
join-said-n = { $n ->
    [one] { $n } persona
   *[other] { $n } personas
}; { $tied } con boleto.
join-brought = Quién trae a quién
join-chat = Hola { $name }, vimos tu apartado para { $concert }: { $n ->
    [one] { $n } lugar
   *[other] { $n } lugares
}, { $amount }. ¿Cómo quieres pagar?
join-chat-free = Hola { $name }, vimos tu apartado para { $concert }: { $n ->
    [one] { $n } lugar
   *[other] { $n } lugares
}.{ $amount } ¿Vienes?
join-voy = Voy
join-voy-call = Aparta tu lugar en
join-notice = Tus datos son para tu lugar en este concierto. Aviso de privacidad
join-owes = Debe { $amount }
join-later = Llegaron muchos al mismo tiempo. Espera un minuto y vuelve a enviar: lo que escribiste sigue aquí.
join-price-none = Ningún precio está vigente hoy. Pon uno en el concierto y acepta otra vez.
join-voided = Anulado
join-untied = Sin boleto a su nombre
join-untied-how = Si entró con uno de taquilla o de acompañante, ponle su nombre: une los dos.
join-untied-with = Unir con el boleto { $number }
join-decline-whom = Rechazar a { $name }
join-places-asked = { $n } lugares pedidos
join-to-accepted = Ir a los aceptados
join-young = { $age } años, y el concierto es para { $least } o más
join-late = Este concierto ya no recibe apartados.
join-close-sure = ¿Cerrar la página? Quien abra el cartel leerá que ya no se aparta por ahí.
join-shut = Por ahora no se aparta por aquí. Escríbele a la banda.
join-word-missing = Falta la palabra.
join-notice-night = Tus datos son para saber que viniste. Aviso de privacidad
join-asked = { $name }: { $n ->
    [one] { $n } lugar
   *[other] { $n } lugares
}. Te escriben al { $phone }. ¿Está mal? Llena el formulario otra vez.
join-until = hasta el { $day }
join-hours = Puertas { $doors }, empieza { $start }
