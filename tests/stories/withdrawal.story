# One word takes a request back; who had received it is told.

> tap: ask:food
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
    [Comida] opt:food:need:food
    [Para un bebé] opt:food:need:baby
    [Ropa o zapatos] opt:food:need:clothes
    [Jabón y limpieza] opt:food:need:hygiene
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> comida
    2 de 6. ¿En qué ciudad estás? Escribe el nombre.
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> Monterrey
    3 de 6. ¿Con quién estás?
    [Con nadie más] opt:food:company:alone
    [Con mi familia] opt:food:company:family
    [Con niñas o niños] opt:food:company:children
    [Con otras personas] opt:food:company:others
    [Menor de 18 y sin nadie] opt:food:company:minor-alone
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> saltar
    4 de 6. ¿A qué hora es seguro escribirte? Piensa en quién puede ver tu teléfono. Puedes decirlo con tus palabras.
    [A cualquier hora] opt:food:when:any
    [Solo de día] opt:food:when:day
    [Solo de noche] opt:food:when:night
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> saltar
    5 de 6. ¿Cómo te respondemos en este chat?

    Si quieres, escribe una palabra secreta. Entonces la respuesta se muestra solo a quien escriba esa palabra.
    [Solo por escrito] opt:food:how:text
    [Escrito o nota de voz] opt:food:how:voice
    [Solo un aviso neutro] opt:food:how:notice
    [No me escriban] opt:food:how:none
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> saltar
    6 de 6. Si quieres, di en pocas palabras qué debe saber la persona. No hace falta contar todo ni dar nombres.
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> saltar
    Todo listo. Voy a compartir: lo que necesito, mi ciudad, mi idioma y cómo contactarme.

    ¿Lo envío?
    [Enviar] form:send
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> sí
    Tu solicitud está registrada.

    Tu clave es: YPQ-Q7RV

    Solo la muestro esta vez. Apúntala o apréndela, donde nadie más la vea. Con ella puedes preguntar por tu solicitud desde cualquier teléfono.
    ---
    Una persona del equipo lee tu solicitud y te responde en este chat.
    ---
    Alguien debe atenderla a más tardar: miércoles 25 de noviembre de 2026, 12:01. Horario: lunes a viernes 9:00-17:00. Si nadie lo hace, te aviso.

    Si no puede esperar: en peligro, llama al 911. Esto también puede ayudar mientras tanto:
    [Comida y ropa] aid.food
    [Mi solicitud] action.status
    [Menú] action.menu

> becomes: claimed

> qué guardan de mí
    Qué guardamos de ti:
    - En qué tema ibas, tu idioma y la ciudad por la que preguntaste. Se borra solo después de 30 días sin escribir.
    - No guardamos tus mensajes, tu nombre ni tu número a la vista. Solo queda lo que compartes con una persona en una solicitud. Lo guardado va cifrado.
    - Si pides avisos, guardamos tu contacto y el estado que elijas, hasta 90 días después de tu último mensaje.
    - Si no te entendemos, guardamos 30 días algunas palabras comunes de tu mensaje, sin nombres, números ni lugares, para aprender. Nadie sabe de quién son.
    - Contamos cuántas preguntas hay, sin saber de quién son.
    ---
    - Tu solicitud del 20 de noviembre de 2026. Compartiste: lo que necesito, mi ciudad, mi idioma, cómo contactarme, con quién estoy y mis palabras. Se borra 90 días después de cerrarla.

    Puedes borrarlo todo cuando quieras.
    [Borrar mis datos] action.erase
    [Retirar mi solicitud] action.withdraw
    [Salir rápido] action.exit
    [Menú] action.menu

> retirar
    Listo, la retiraste. Quitamos de tu solicitud lo que compartiste, y nadie la sigue. La había recibido: OIM México, oficina Monterrey. Ahí ven que la retiraste.
    [Hablar con alguien] action.person
    [Menú] action.menu

> mi solicitud
    Tu solicitud del 20 de noviembre de 2026: la retiraste.
    ---
    ¿Qué quieres hacer?
    [Hablar con alguien] action.person
    [Menú] action.menu

> retirar
    No tienes ninguna solicitud abierta en este chat. No hay nada que retirar.
    [Hablar con alguien] action.person
    [Qué guardan de mí] action.privacy
    [Menú] action.menu
