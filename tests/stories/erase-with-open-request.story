# Somebody wants everything gone while a request is open; they are asked once.

> tap: ask:documents
    Puedo pasar tu solicitud a una persona. Tú decides.

    Qué se comparte: solo lo que tú digas aquí.
    Con quién: con el equipo de la oficina de tu zona. Si otra organización te puede ayudar, también con ella.
    Para qué: para ayudarte y responderte.
    Cuánto tiempo: hasta 90 días después de cerrar tu caso. Después se borra solo.

    Puedes decir que no. No pierdes nada: aquí te sigo informando igual. Si cambias de idea, escribe: retirar.
    ---
    ¿Estás de acuerdo?
    [Sí, de acuerdo] form:yes
    [Elegir qué] form:choose
    [No compartir] form:no

> tap: form:yes
    1 de 6. ¿Qué necesitas más?
    [Perdí mis papeles] opt:documents:need:lost
    [Acta de nacimiento] opt:documents:need:birth
    [CURP o RFC] opt:documents:need:curp
    [Mi consulado] opt:documents:need:consulate
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> perdí mis papeles
    2 de 6. ¿En qué ciudad estás? Escribe el nombre.
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> dejarlo
    Listo, paré. No envié nada y borré lo que respondiste. Puedes empezar otra vez cuando quieras.
    [Papeles perdidos] papers.lost
    [Menú] action.menu

> tap: ask:documents
    Puedo pasar tu solicitud a una persona. Tú decides.

    Qué se comparte: solo lo que tú digas aquí.
    Con quién: con el equipo de la oficina de tu zona. Si otra organización te puede ayudar, también con ella.
    Para qué: para ayudarte y responderte.
    Cuánto tiempo: hasta 90 días después de cerrar tu caso. Después se borra solo.

    Puedes decir que no. No pierdes nada: aquí te sigo informando igual. Si cambias de idea, escribe: retirar.
    ---
    ¿Estás de acuerdo?
    [Sí, de acuerdo] form:yes
    [Elegir qué] form:choose
    [No compartir] form:no

> sí
    1 de 6. ¿Qué necesitas más?
    [Perdí mis papeles] opt:documents:need:lost
    [Acta de nacimiento] opt:documents:need:birth
    [CURP o RFC] opt:documents:need:curp
    [Mi consulado] opt:documents:need:consulate
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> tap: form:skip
    2 de 6. ¿En qué ciudad estás? Escribe el nombre.
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> tap: form:skip
    3 de 6. ¿Con quién estás?
    [Con nadie más] opt:documents:company:alone
    [Con mi familia] opt:documents:company:family
    [Con niñas o niños] opt:documents:company:children
    [Con otras personas] opt:documents:company:others
    [Menor de 18 y sin nadie] opt:documents:company:minor-alone
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> tap: form:skip
    4 de 6. ¿A qué hora es seguro escribirte? Piensa en quién puede ver tu teléfono. Puedes decirlo con tus palabras.
    [A cualquier hora] opt:documents:when:any
    [Solo de día] opt:documents:when:day
    [Solo de noche] opt:documents:when:night
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> tap: form:skip
    5 de 6. ¿Cómo te respondemos en este chat?

    Si quieres, escribe una palabra secreta. Entonces la respuesta se muestra solo a quien escriba esa palabra.
    [Solo por escrito] opt:documents:how:text
    [Escrito o nota de voz] opt:documents:how:voice
    [Solo un aviso neutro] opt:documents:how:notice
    [No me escriban] opt:documents:how:none
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> tap: form:skip
    6 de 6. Si quieres, di en pocas palabras qué debe saber la persona. No hace falta contar todo ni dar nombres.
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> tap: form:skip
    Todo listo. Voy a compartir: mi idioma y cómo contactarme.

    ¿Lo envío?
    [Enviar] form:send
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> enviar
    Tu solicitud está registrada.

    Tu clave es: 32S-KKAM

    Solo la muestro esta vez. Apúntala o apréndela, donde nadie más la vea. Con ella puedes preguntar por tu solicitud desde cualquier teléfono.
    ---
    Una persona del equipo lee tu solicitud y te responde en este chat.
    ---
    Alguien debe atenderla a más tardar: miércoles 25 de noviembre de 2026, 12:01. Horario: lunes a viernes 9:00-17:00. Si nadie lo hace, te aviso.

    Si no puede esperar: en peligro, llama al 911. Esto también puede ayudar mientras tanto:
    [Papeles perdidos] papers.lost
    [Mi solicitud] action.status
    [Menú] action.menu

> borrar mis datos
    Tienes una solicitud abierta. ¿La cierro y borro todo, o la dejo seguir y borro lo demás? Lo que borre no se puede recuperar.
    [Cerrar y borrar todo] erase:all
    [Seguir la solicitud] erase:keep
    [No] no

> no
    Está bien. No borré nada.
    [Menú] action.menu

> borrar mis datos
    Tienes una solicitud abierta. ¿La cierro y borro todo, o la dejo seguir y borro lo demás? Lo que borre no se puede recuperar.
    [Cerrar y borrar todo] erase:all
    [Seguir la solicitud] erase:keep
    [No] no

> cerrar y borrar todo
    Listo. Borramos lo que guardábamos de ti. Comprobante: 41775632, 20 de noviembre de 2026. No dice quién eres.

    Borra también este chat en tu teléfono. Puedes volver cuando quieras.
    [Menú] action.menu

> mi solicitud
    En este chat no tienes solicitudes. Si tienes una clave, escríbela, así: K7M-4TXP. Para pedir ayuda de una persona, elige:
    [Hablar con alguien] action.person
    [Menú] action.menu
