base-cancel = Cancelar
base-back = Volver
base-today = hoy
base-tomorrow = mañana
base-yesterday = ayer
base-in-days = { $n ->
    [one] en { $n } día
   *[other] en { $n } días
}
base-days-ago = { $n ->
    [one] hace { $n } día
   *[other] hace { $n } días
}
base-csrf = Esta página llevaba mucho tiempo abierta, o el envío no salió de ella. Vuelve, recárgala y envía otra vez.
base-form-unreadable = No se pudo leer lo que enviaste. Vuelve y envíalo otra vez.
base-upload-unreadable = No se pudo leer el archivo. Elígelo otra vez.
base-upload-too-large = El archivo pesa más de 5 MB. Divídelo en partes.
base-apology-home = Ir al inicio
base-apology-login = Entrar
base-apology-door = Volver a la puerta
base-apology-not-found = Aquí no hay nada
base-apology-not-found-text = Esa dirección no existe, o lo que había se movió de lugar.
base-apology-sign-in = Hace falta entrar
base-apology-sign-in-text = Esta parte es de la banda. Entra con tu cuenta y vuelve a intentarlo.
base-apology-forbidden = Esto no te toca
base-apology-forbidden-text = Este teléfono solo puede trabajar en la puerta que le prestaron.
base-apology-refused = No se hizo
base-apology-refused-text = No se pudo hacer lo que pediste.
base-apology-too-many = Más despacio
base-apology-too-many-text = Fueron muchos intentos seguidos desde aquí. Espera un minuto y vuelve a intentar.
base-apology-broken = Algo se salió de su lugar
base-apology-broken-text = Fue falla nuestra y quedó anotada. Lo que no se confirmó no se guardó; vuelve a intentarlo.
base-apology-method = Eso no se pide así
base-apology-method-text = Esta dirección existe, pero no para lo que se pidió.
base-apology-too-large = Pesa demasiado
base-apology-too-large-text = Lo que enviaste es más grande de lo que se recibe aquí.
base-apology-unreadable = No se entendió
base-apology-unreadable-text = No se pudo leer lo que enviaste. Vuelve y envíalo otra vez.
base-apology-busy = Mucha gente a la vez
base-apology-busy-text = En unos segundos se puede otra vez. La puerta sigue trabajando.
base-apology-timeout = Tardó demasiado
base-apology-timeout-text = La respuesta no llegó a tiempo. Vuelve a intentarlo.
base-meter = { $held } de { $capacity } lugares
base-meter-of = de { $capacity }
base-meter-reserved = { $n ->
    [one] Un teléfono aparta 1 lugar más para venderlo en la puerta.
   *[other] Los teléfonos apartan { $n } lugares más para venderlos en la puerta.
}
base-meter-per = Cada cuadro son { $n } lugares.
