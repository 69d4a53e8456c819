insights-title = Inicio
insights-empty-head = La primera fecha
insights-empty = Todavía no hay conciertos. Con el primero empiezan los boletos, la puerta y las cuentas de esta página.
insights-empty-action = Registrar el primer concierto
insights-steps = Cómo va esto
insights-step-concert = Registra el concierto
insights-step-concert-text = Lugar, fecha, aforo, precios y quién está a cargo.
insights-step-fan = Registra a tus fans
insights-step-fan-text = Con el nombre basta. También puedes traer tu lista en CSV.
insights-step-ticket = Da sus boletos
insights-step-ticket-text = Cada quien recibe el suyo por WhatsApp, con su código.
insights-step-scan = Escanea en la puerta
insights-step-scan-text = El teléfono dice quién pasa. Al día siguiente, aquí están los números.
insights-no-next = Próximo concierto
insights-no-next-head = Sin fecha
insights-no-next-action = Registrar concierto
insights-next-later = Próximo, { $when }
insights-next-tomorrow = Próximo, mañana
insights-next-today = Hoy, puertas { $doors }
insights-next-tonight = Esta noche, puertas desde las { $doors }
insights-next-last-night = Anoche
insights-when = { $day }, puertas { $doors }
insights-act-ticket = Nuevo boleto
insights-act-scan = Escanear
insights-act-concert = Ver concierto
insights-capacity = Aforo
insights-expected = Esperados
insights-admitted-now = Ya entraron
insights-paid = Pagados
insights-owed = Apartados, por pagar
insights-courtesies = Cortesías
insights-taken = Recaudado
insights-pace-same-day = El mismo día a esta hora
insights-pace-days = { $n ->
    [one] A un día
   *[other] A { $n } días
}
insights-pace-one = { $start }, { $name } llevaba { $usual } { $n ->
    [one] lugar
   *[other] lugares
}.
insights-pace-many = { $start }, los { $concerts } conciertos anteriores llevaban en promedio { $usual } { $n ->
    [one] lugar
   *[other] lugares
}.
insights-pace-ahead = Este va { $by } arriba.
insights-pace-behind = Este va { $by } abajo.
insights-pace-level = Este va igual.
insights-small = Son números chicos: una pista, no una tendencia.
insights-last = Últimos conciertos
insights-concert = Concierto
insights-admitted = Entraron
insights-no-shows = No llegaron
insights-money = Recaudado
insights-change = Contra el anterior
insights-not-counted = sin escanear
insights-percent = { $n } %
insights-more = subió
insights-fewer = bajó
insights-same = igual
insights-attendance = Asistencia
insights-attendance-chart = Cuántos entraron a cada concierto. Cada barra lleva a su concierto.
insights-bar = { $name }: entraron { $admitted }
insights-bar-goal = { $name }: entraron { $admitted }, la meta era { $goal }
insights-came-nobody = En { $name } no se escaneó ningún boleto, así que no hay asistencia que contar.
insights-came-first = { $n ->
    [one] En { $name } entró una persona. Fue el primero: será la base del siguiente.
   *[other] En { $name } entraron { $admitted }. Fue el primero: será la base del siguiente.
}
insights-came-no-base = En { $name } entraron { $admitted }. En { $baseName } no se escaneó a nadie, así que no hay base para medir la meta.
insights-came-more = En { $name } entraron { $admitted }, { $percent } % más que los { $base } de { $baseName }.
insights-came-fewer = En { $name } entraron { $admitted }, { $percent } % menos que los { $base } de { $baseName }.
insights-came-same = En { $name } entraron { $admitted }, prácticamente los mismos { $base } de { $baseName }.
insights-goal-reached = Se cumplió la meta de { $goal }.
insights-goal-missed = La meta era { $goal }.
insights-goal-room-full = El aforo de { $name } era de { $capacity }: no cabía la meta de { $goal }.
insights-goal-room-left = El aforo de { $name } era de { $capacity }: no cabía la meta de { $goal }, pero { $n ->
    [one] sobró un lugar
   *[other] sobraron { $left } lugares
}.
insights-goal-tick = La raya es la meta: { $percent } % más que el concierto anterior.
insights-returned = { $n ->
    [one] { $back ->
        [0] Quien entró a { $name } vino por primera vez.
       *[other] Quien entró a { $name } ya había venido.
    }
   *[other] { $back ->
        [0] Los { $fans } fans que entraron a { $name } vinieron por primera vez.
        [one] De los { $fans } fans que entraron a { $name }, uno ya había venido.
       *[other] De los { $fans } fans que entraron a { $name }, { $returned } ya habían venido.
    }
}
insights-goal-next = La meta para { $name } es { $goal }.
insights-goal-next-room = No cabe: su aforo es de { $capacity }.
insights-audience = Edad y constancia
insights-who-returns = Quién vuelve
insights-audience-chart = Fans por edad y por número de conciertos. Cada barra lleva a sus fans.
insights-audience-returned = { $n ->
    [one] Ha venido un fan
   *[other] Han venido { $fans } fans
}; { $back ->
    [0] nadie ha vuelto todavía.
    [one] uno, a más de un concierto.
   *[other] { $again }, a más de un concierto.
}
insights-audience-faithful = { $band ->
    [youngest] Los menores de 18
    [oldest] Los de 45 o más
   *[between] Los de { $age }
} son los que más vuelven: { $again } de { $fans }.
insights-audience-note = Cuenta a quien entró al menos una vez, con la edad que tiene hoy. Cada número lleva a esos fans.
insights-age = Edad
insights-age-0-17 = Menos de 18
insights-age-18-24 = 18–24
insights-age-25-34 = 25–34
insights-age-35-44 = 35–44
insights-age-45 = 45 o más
insights-age-unknown = No se sabe
insights-age-short-0-17 = 0–17
insights-age-short-45 = 45+
insights-age-short-unknown = Sin edad
insights-visits-1 = 1 concierto
insights-visits-2 = 2 conciertos
insights-visits-3-4 = 3 o 4
insights-visits-5 = 5 o más
insights-visits-short-1 = 1 vez
insights-visits-short-2 = 2 veces
insights-visits-short-3-4 = 3–4
insights-visits-short-5 = 5+
insights-all = Todos
insights-any = Cualquiera
insights-concerts = Conciertos
insights-see = Ver
insights-fan = Fan
insights-last-one = El último
insights-nobody = Nadie en este grupo todavía.
insights-pages = Páginas
insights-first-page = Primeros
insights-next-page = Siguientes
insights-wish-age = Edad: { $age }
insights-wish-age-any = De cualquier edad
insights-wish-age-unknown = Sin edad registrada
insights-wish-visits = entraron a { $visits }
insights-wish-visits-any = entraron al menos una vez
insights-copy = Respaldo
insights-copy-action = Descargar respaldo
insights-copy-good = La última copia buena es del { $when }.
insights-copy-good-counted = La última copia buena es del { $when }: { $fans } fans y { $tickets } boletos.
insights-copy-old = La última copia buena tiene { $n } días: es del { $when }.
insights-copy-never = Todavía no hay ninguna copia de tus datos.
insights-copy-never-late = Hay datos de varios días y ninguna copia de ellos.
insights-asked = { $n ->
    [one] { $n } apartado por aceptar
   *[other] { $n } apartados por aceptar
}
insights-report = Reporte
insights-report-pdf = Bajar en PDF
insights-report-capacity = Aforo
insights-report-filled = Aforo lleno
insights-report-new = Venían por primera vez
insights-report-back = Ya habían venido
insights-report-refused = Lecturas que no pasaron
insights-report-cash = Efectivo
insights-report-spei = SPEI
insights-report-card = Tarjeta
insights-report-each = Por persona que entró
insights-report-people = Gente
insights-report-money = Dinero
insights-report-arrivals = Llegadas
insights-report-from = Desde
insights-report-came = Entradas
insights-report-foot = { $band }. Contado en la puerta, boleto por boleto.
insights-figures = Cifras
insights-page-attendance = Asistencia
insights-page-arrival = Llegada
insights-page-who = Quiénes
insights-page-value = Dinero
insights-filter = Filtros
insights-filter-none = Quitar filtros
insights-table = Ver los números
insights-table-more = Hay { $n } filas más en el CSV.
insights-csv = Bajar CSV
insights-png = Bajar imagen
insights-none = Todavía no hay conciertos con esto.
insights-only-latest = De los últimos { $n } conciertos.
insights-period = Periodo
insights-period-usual = Los últimos 12 conciertos
insights-period-last = Los últimos { $n } conciertos
insights-period-all = Toda la historia
insights-venue = Lugar
insights-city = Ciudad
insights-method = Pago
insights-method-cash = Efectivo
insights-method-spei = SPEI
insights-method-card = Tarjeta
insights-method-courtesy = Cortesía
insights-found-head = Cómo nos encontró
insights-found-unsaid = No lo dijo
insights-issued = Boletos
insights-goal = Meta
insights-part = Parte (%)
insights-filled-say = En { $name } se llenó el { $share } del aforo de { $capacity }.
insights-absent-say = De cada 100 esperados en { $name }, { $n } no llegaron.
insights-ahead = Lo que viene
insights-ahead-no-next = No hay un próximo concierto que calcular.
insights-ahead-unknown = Para { $name } todavía no se puede calcular: hacen falta tres conciertos con ventas a la misma altura, y un boleto vendido.
insights-ahead-before = Así se habría calculado { $count } { $n ->
    [one] concierto
   *[other] conciertos
} de antes: falló en promedio por { $off } %, y { $within } { $n ->
    [one] cayó
   *[other] cayeron
} dentro de lo dicho.
insights-ahead-untried = Todavía no hay con qué probar si este cálculo acierta.
insights-ahead-say = { $name } lleva { $sold } lugares. Por cómo vendieron { $count } conciertos parecidos, entrarán cerca de { $likely }; en 4 de cada 5 casos, entre { $low } y { $high }.
insights-ahead-note = Cada línea es un concierto: los lugares vendidos, día por día, hasta abrir puertas. A la derecha, lo calculado y su margen.
insights-ahead-then = A esta altura
insights-ahead-from = { $n } días antes
insights-ahead-to = puertas, en { $n } { $n ->
    [one] día
   *[other] días
}
insights-arrival = Cuándo llegan
insights-arrival-say = Lo más fuerte empieza { $when }: en diez minutos pasan { $share } de las entradas. { $n ->
    [one] Es de un concierto.
   *[other] Es de { $count } conciertos.
}
insights-from-doors = Desde puertas
insights-entries = Entradas
insights-so-far = Hasta ahí
insights-needed = Cuántas puertas abrir
insights-needed-unknown = Hace falta un próximo concierto con boletos y uno pasado con entradas.
insights-needed-say = Para los { $held } que ya tienen lugar en { $name }: { $n ->
    [one] con una puerta alcanza.
   *[other] { $count } puertas de { $from } a { $until }.
}
insights-needed-note = Un teléfono deja pasar a { $count } personas en diez minutos sin fila: una cada ocho segundos.
insights-hour = Hora
insights-people = Personas
insights-doors = Puertas
insights-doors-count = { $n ->
    [one] una puerta
   *[other] { $count } puertas
}
insights-by-door = Por puerta
insights-door = Puerta
insights-doors-say = { $door }: { $share } de las entradas.
insights-pace-ten = Por cada 10 min
insights-refusals = No pasaron
insights-refusals-none = Nadie se quedó afuera.
insights-refusals-say = { $n ->
    [one] Una lectura no pasó
   *[other] { $count } lecturas no pasaron
}: { $percent } de cada 100. Lo más común: { $why }.
insights-why = Por qué
insights-times = Veces
insights-verdict-already-used = Ya había entrado
insights-verdict-other-concert = Era de otro concierto
insights-verdict-voided = Estaba anulado
insights-verdict-replaced = Había uno más nuevo
insights-verdict-unpaid = Faltaba pagar
insights-verdict-not-inside = No estaba adentro
insights-verdict-not-a-ticket = No era un boleto
insights-verdict-unknown = No lo conocemos
insights-years = { $years } años
insights-ages = Edades
insights-ages-say = La edad más común es de { $band } años: { $share } de los { $count } fans de edad conocida.
insights-ages-few = Todavía sabemos pocas edades.
insights-ages-unknown = De { $count } no sabemos la edad.
insights-ages-note = Con la edad que tienen hoy. Cada barra lleva a esos fans.
insights-fans-head = Fans
insights-fans-of = { $what }: { $n ->
    [one] un fan
   *[other] { $count } fans
}
insights-constancy-say = { $n ->
    [one] Un fan ha venido
   *[other] { $count } fans han venido
}; { $again } a más de un concierto: { $share }.
insights-constancy-note = Más marcado, más fans. Cada número lleva a ellos.
insights-new = Nuevos y de siempre
insights-new-say = { $percent } de cada 100 fans de { $name } venían por primera vez.
insights-new-label = { $name }: { $fans } fans, { $new } por primera vez
insights-new-note = La parte de arriba son los que venían por primera vez.
insights-cohorts = Cuántos volvieron
insights-cohorts-say = { $percent } de cada 100 que vinieron por primera vez a { $name } han vuelto.
insights-cohorts-few = Para saber quién vuelve hace falta otro concierto.
insights-cohorts-note = Una fila es quienes empezaron en ese concierto; una columna, la parte que ya llegó a tantos.
insights-cohort-label = { $name }: { $count } de { $all } han venido { $times } veces o más
insights-times-or-more = { $n } o más
insights-apart = Cada cuánto vienen
insights-apart-say = De { $count } fans que han vuelto, { $share } viene a casi todos.
insights-apart-none = Nadie ha venido dos veces todavía.
insights-apart-gap = { $n ->
    [one] A casi todos
   *[other] Uno de cada { $count }
}
insights-apart-ten = Uno de cada diez o menos
insights-apart-head = De nuestros conciertos
insights-apart-note = Se cuenta en conciertos, no en días: si no tocamos, nadie se ausenta.
insights-cities = Ciudades
insights-cities-say = { $n ->
    [one] Todos vienen a conciertos en { $city }.
   *[other] { $share } viene a conciertos en { $city }; hay fans en { $count } ciudades.
}
insights-cities-note = La ciudad de un fan es donde más ha venido.
insights-again = Volvieron
insights-found = De dónde vienen
insights-found-say = Lo más común: { $most } ({ $fans }). De donde más vuelven: { $loyal }, { $percent } de cada 100.
insights-found-most = Lo más común: { $most } ({ $count }).
insights-found-none = Nadie ha dicho cómo nos encontró.
insights-bringers = Quién trae a quién
insights-bringers-say = { $name } trajo a { $n ->
    [one] una persona
   *[other] { $count }
}. { $people } fans trajeron a { $all }.
insights-bringers-none = Nadie ha traído a nadie que sepamos.
insights-brought = Trajo
insights-taken-say = { $name } dejó { $money }: { $each } por persona que entró.
insights-methods = Cómo pagan
insights-methods-say = { $share } del dinero: { $method }.
insights-given-say = De cada 100 boletos, { $count } fueron cortesía: { $given } de { $all }.
insights-prices = Precios
insights-price = Precio
insights-price-none = Sin costo
insights-price-label = { $price }: { $count } lugares, { $came } entraron
insights-prices-say = De los lugares con precio entró { $paid } de cada 100; de los que no costaban, { $given }.
insights-prices-paid = De los lugares con precio entró { $paid } de cada 100.
insights-prices-note = Por persona. El final de cada barra son los lugares de quienes no llegaron.
insights-spent = Lo que ha pagado cada fan
insights-spent-say = De { $count } fans, { $share } ha pagado { $money } o más en todo este tiempo.
insights-spent-step = De { $from } a { $to }
insights-spent-more = { $from } o más
insights-spent-head = En total
insights-spent-note = De los fans cuyo concierto más reciente es uno de estos.
insights-other-currency = { $n ->
    [one] Un concierto
   *[other] { $count } conciertos
} en otra moneda que { $currency } no { $n ->
    [one] está
   *[other] están
} aquí.
insights-of-concerts = { $n ->
    [0] Ningún concierto
    [one] De un concierto
   *[other] De { $count } conciertos
}
insights-meant-first = Vinieron por primera vez a { $name }
insights-meant-concert = Vinieron a { $name }
insights-meant-all = Han venido alguna vez
insights-meant-period = { $n ->
    [one] Vinieron a un concierto
   *[other] Vinieron a alguno de { $count } conciertos
}
insights-page-loyalty = Lealtad
insights-page-worked = ¿Sirvió?
insights-loyalty = Lealtad, en conciertos
insights-loyalty-note = Se cuenta en conciertos de su ciudad, no en días. Cada barra lleva a sus fans, y de ahí se les escribe.
insights-loyalty-faithful-same = { $n ->
    [one] Hay un fan fiel
   *[other] Hay { $count } fieles
}, igual que antes del último concierto.
insights-loyalty-faithful-more = { $n ->
    [one] Hay un fan fiel
   *[other] Hay { $count } fieles
}: { $change } más que antes del último concierto.
insights-loyalty-faithful-fewer = { $n ->
    [one] Hay un fan fiel
   *[other] Hay { $count } fieles
}: { $change } menos que antes del último concierto.
insights-loyalty-leaving-same = { $n ->
    [0] Nadie se nos va.
    [one] Uno se nos va, como antes.
   *[other] { $count } se nos van, como antes.
}
insights-loyalty-leaving-more = { $n ->
    [one] Uno se nos va
   *[other] { $count } se nos van
}: { $change } más que antes. A ellos se les escribe primero.
insights-loyalty-leaving-fewer = { $n ->
    [0] Nadie se nos va
    [one] Uno se nos va
   *[other] { $count } se nos van
}: { $change } menos que antes.
insights-segments = Segmentos de la banda
insights-segments-say = Los que hizo la banda, con sus reglas.
insights-before-last = Antes del último concierto
insights-moved = Cambio
insights-act = Qué hacer
insights-write = Escríbeles
insights-keep = Guardar como segmento
insights-worked = Mensajes
insights-worked-none = Todavía no se le ha escrito a ningún segmento. Desde un segmento se invita a un concierto, y a una parte, al azar, no se le escribe: así se sabe si sirvió.
insights-worked-written = Les tocaba mensaje
insights-worked-compared = Para comparar
insights-worked-came = vinieron
insights-worked-bought = tomaron boleto
insights-worked-tickets = Con boleto
insights-worked-alone = De { $of } a quienes les tocaba mensaje, { $did } { $what }. Sin nadie con quien comparar no se sabe si fue por el mensaje.
insights-worked-more = Sirvió: { $what } { $points } más de cada 100 que entre quienes no recibieron mensaje. Lo probable (95 %) es entre { $low } y { $high } más.
insights-worked-fewer = No sirvió: { $what } { $points } menos de cada 100 que entre quienes no recibieron mensaje. Lo probable (95 %) es entre { $low } y { $high }.
insights-worked-unclear = No se puede decir: la diferencia de quienes { $what } está entre { $low } y { $high } de cada 100, y el azar solo pudo hacerla.
insights-worked-waiting = { $n ->
    [one] A uno le falta su mensaje.
   *[other] A { $count } les falta su mensaje.
}
insights-worked-note = A { $segment }, el { $when }. Quién recibía mensaje se sorteó, y a quien le tocaba cuenta aunque se haya saltado.
insights-unfiltered = Aquí no cuentan los filtros de fans.
insights-of-home = Fans cuya ciudad es { $city }
insights-page-explore = Explorar
insights-explore-lead = Elige qué contar, cómo partirlo y cómo dibujarlo. Cada marca lleva a lo que hay detrás.
insights-explored = { $count } por { $by }
insights-explored-say = Lo más alto: { $most }, { $count } ({ $share } de { $all }).
insights-explored-cut = El dibujo tiene siete columnas; los números están todos.
insights-count = Contar
insights-count-fans = Fans
insights-count-people = Personas que entraron
insights-count-tickets = Boletos
insights-count-money = Dinero
insights-count-absent = No llegaron
insights-split = Por
insights-split-and = Y por
insights-split-none = Nada más
insights-split-both = { $by } y { $and }
insights-split-age = edad
insights-split-visits = veces que han venido
insights-split-city = ciudad
insights-split-found = cómo nos conocieron
insights-split-year = año
insights-split-month = mes
insights-split-weekday = día de la semana
insights-split-venue = lugar
insights-shape = Dibujar
insights-shape-bars = Barras
insights-shape-columns = Columnas
insights-shape-grid = Cuadrícula
insights-month-01 = Enero
insights-month-02 = Febrero
insights-month-03 = Marzo
insights-month-04 = Abril
insights-month-05 = Mayo
insights-month-06 = Junio
insights-month-07 = Julio
insights-month-08 = Agosto
insights-month-09 = Septiembre
insights-month-10 = Octubre
insights-month-11 = Noviembre
insights-month-12 = Diciembre
insights-weekday-1 = Lunes
insights-weekday-2 = Martes
insights-weekday-3 = Miércoles
insights-weekday-4 = Jueves
insights-weekday-5 = Viernes
insights-weekday-6 = Sábado
insights-weekday-7 = Domingo
insights-loyalty-lead = Quién viene siempre, quién empieza y quién se nos va.
insights-worked-lead = Lo que hicieron los mensajes, contra quienes no los recibieron.
insights-worked-unsent = Todavía no se ha mandado ninguno.
insights-arrival-before = { $n } minutos antes de abrir
insights-arrival-doors = al abrir puertas
insights-arrival-after = { $n } minutos después de abrir
insights-none-filtered = Ningún fan cumple estos filtros.
insights-came-filtered = Con estos filtros, { $n ->
    [one] entró una persona
   *[other] entraron { $count } personas
} a { $name }.
insights-taken-filtered = Estos fans dejaron { $money } en { $name }: { $each } por persona que entró.
insights-ahead-full = Podría llenarse.
insights-times-short = { $n }+
insights-worked-nobody = Todavía no se sabe: nadie de los dos grupos todavía (se cuenta quiénes { $what }).
insights-loyalty-none = Todavía no hay fans que hayan venido a un concierto. Con el primero empieza la cuenta.
insights-unsplit = Eso no se puede partir así: se eligió otra forma.
insights-picture-foot = { $band }, { $day }
insights-ahead-say-full = { $name } lleva { $sold } lugares. Por cómo vendieron { $count } conciertos parecidos, podría llenarse: entrarían cerca de { $likely }.
insights-nothing = Aquí estarán los números en cuanto pase el primer concierto.
insights-explored-thousands = En miles.
