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
insights-fans = { $n ->
    [one] Un fan
   *[other] { $fans } fans
}
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
insights-report-came = Entraron
insights-report-foot = { $band }. Contado en la puerta, boleto por boleto.
