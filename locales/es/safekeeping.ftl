safekeeping-title = Respaldos
safekeeping-lead = Se hace una copia al día y otra antes de abrir puertas. Cada una se abre, se revisa y se cuenta; se quedan las 14 más nuevas.
safekeeping-kept = Copias guardadas
safekeeping-kept-none = Todavía no hay ninguna. La primera se hace en cuanto el programa lleva un momento encendido.
safekeeping-gone = La última copia buena ya no está en la carpeta de respaldos. Deja encendido el programa un momento, o descarga una ahora.
safekeeping-none = Todavía no hay una copia buena. Descarga una y guárdala en otro lugar.
safekeeping-old = La última copia buena tiene más de 3 días. Deja encendido el programa un momento, o descarga una ahora.
safekeeping-failed = La copia automática de { $at } no se hizo.
safekeeping-failed-full = El disco está lleno: libera espacio y se intenta otra vez en diez minutos.
safekeeping-failed-folder = No se puede escribir en la carpeta de respaldos: revisa sus permisos.
safekeeping-failed-damaged = Lo que se leyó no está completo. Detén el programa y corre «anomalia doctor» en la terminal antes de seguir.
safekeeping-failed-other = La causa quedó escrita en la terminal.
safekeeping-not-downloaded = El respaldo no se descargó.
safekeeping-at = Hecha
safekeeping-fans = Fans
safekeeping-concerts = Conciertos
safekeeping-tickets = Boletos
safekeeping-scans = Lecturas
safekeeping-size = Tamaño
safekeeping-unreadable = Ya no se puede abrir
safekeeping-restore-title = Volver a una copia
safekeeping-restore = En la terminal, en una carpeta nueva. Las sesiones y las puertas prestadas se cierran.
safekeeping-restore-file = ARCHIVO
safekeeping-restore-folder = CARPETA
safekeeping-download-title = Llévate una copia
safekeeping-download-lead = Es un solo archivo con todo: fans, boletos, códigos y cuentas. Guárdalo en otro lugar, como guardarías las llaves.
safekeeping-password = Tu contraseña
safekeeping-download = Descargar respaldo
safekeeping-age-minutes = { $n ->
    [0] hace un momento
    [one] hace { $n } minuto
   *[other] hace { $n } minutos
}
safekeeping-age-hours = { $n ->
    [one] hace { $n } hora
   *[other] hace { $n } horas
}
safekeeping-age-days = { $n ->
    [one] hace { $n } día
   *[other] hace { $n } días
}
