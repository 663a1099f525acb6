# A woman asks for legal help, comes back with her code from another phone, and is asked later whether it helped.

> quiero apelar, me negaron el refugio
    Soy Farol, un servicio gratis. No necesitas decir tu nombre.

    Si la COMAR dice que no, puedes apelar. Tienes 15 días hábiles desde el día en que te avisan. No cuentan sábados ni domingos. Se llama “recurso de revisión”.

    No esperes. Busca un abogado gratis hoy. La Defensoría Pública da consejo gratis por teléfono: +52 800 224 2426.

    No podemos prometer que cambie la respuesta.
    ---
    1. Mira en tu papel qué día te avisaron. Desde ahí corre el plazo.
    2. Habla con el abogado ese mismo día. Di tu fecha límite.
    3. Lleva la respuesta de la COMAR, tu constancia y todas tus pruebas.
    4. Di qué no tomaron en cuenta y qué está mal.
    5. Pregunta dónde se entrega. Pide una copia con sello y fecha.
    6. Pregunta si debes seguir yendo a firmar.

    La respuesta también debe decir si te dan protección complementaria.
    ---
    Hay otros caminos: el “juicio de nulidad” y el “amparo” ante un juez. Para el amparo el plazo común es de 15 días. Un abogado te dice cuál va en tu caso y desde cuándo se cuenta.

    ¿Te van a deportar? El amparo se puede pedir cualquier día y a cualquier hora. Si tú no puedes, otra persona lo pide por ti. El juez debe ordenar que paren la deportación. Eso solo no te saca de la detención.

    Revisado: 20 de noviembre de 2026.
    [Abogado gratis] asylum.legal-aid
    [Hablar con alguien] action.person
    [Me detuvieron] safety.detained
    [La respuesta] asylum.decision
    [Me sirvió] helpful:yes:asylum.appeal
    [No me sirvió] helpful:no:asylum.appeal
    [Menú] action.menu

> tap: action.person
    Si estás en peligro ahora, llama al 911. Es gratis, de día y de noche.

    También puedo pasar tu solicitud a una persona de nuestro equipo. Te responde en este chat; no siempre el mismo día. O mira estos servicios, donde ya atienden personas:
    [Asesoría legal] ask:legal
    [Peligro ahora] safety.danger
    [Ayuda ahora] gbv.help
    [Abogado gratis] asylum.legal-aid
    [OIM y ACNUR] aid.offices
    [Apoyo emocional] health.mind
    [Menú] action.menu

> tap: ask:legal
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
    [Asilo o refugio] opt:legal:need:asylum
    [Permiso para quedarme] opt:legal:need:stay
    [Respondieron que no] opt:legal:need:decision
    [Alguien detenido] opt:legal:need:detained
    [Problema en el trabajo] opt:legal:need:rights
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> Respondieron que no
    2 de 6. ¿En qué ciudad estás? Escribe el nombre.
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> tapachula
    3 de 6. ¿Con quién estás?
    [Con nadie más] opt:legal:company:alone
    [Con mi familia] opt:legal:company:family
    [Con niñas o niños] opt:legal:company:children
    [Con otras personas] opt:legal:company:others
    [Menor de 18 y sin nadie] opt:legal:company:minor-alone
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> con mi familia
    4 de 6. ¿A qué hora es seguro escribirte? Piensa en quién puede ver tu teléfono. Puedes decirlo con tus palabras.
    [A cualquier hora] opt:legal:when:any
    [Solo de día] opt:legal:when:day
    [Solo de noche] opt:legal:when:night
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> tap: opt:legal:when:day
    5 de 6. ¿Cómo te respondemos en este chat?

    Si quieres, escribe una palabra secreta. Entonces la respuesta se muestra solo a quien escriba esa palabra.
    [Solo por escrito] opt:legal:how:text
    [Escrito o nota de voz] opt:legal:how:voice
    [Solo un aviso neutro] opt:legal:how:notice
    [No me escriban] opt:legal:how:none
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> solo por escrito
    6 de 6. Si quieres, di en pocas palabras qué debe saber la persona. No hace falta contar todo ni dar nombres.
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> me dieron el papel el lunes
    Todo listo. Voy a compartir: lo que necesito, mi ciudad, mi idioma, cómo contactarme, con quién estoy y mis palabras.

    ¿Lo envío?
    [Enviar] form:send
    [Pregunta anterior] form:back
    [Dejarlo] form:stop

> sí
    Tu solicitud está registrada.

    Tu clave es: CDF-V74F

    Solo la muestro esta vez. Apúntala o apréndela, donde nadie más la vea. Con ella puedes preguntar por tu solicitud desde cualquier teléfono.
    ---
    Una persona del equipo lee tu solicitud y te responde en este chat.
    ---
    Alguien debe atenderla a más tardar: miércoles 25 de noviembre de 2026, 12:01. Horario: lunes a viernes 9:00-17:00. Si nadie lo hace, te aviso.

    Si no puede esperar: en peligro, llama al 911. Esto también puede ayudar mientras tanto:
    [Abogado gratis] asylum.legal-aid
    [Mi solicitud] action.status
    [Menú] action.menu

> elsewhere: hola, mi clave es CDF-V74F
    Tu solicitud del 20 de noviembre de 2026: está en espera.
    ---
    Alguien debe atenderla a más tardar: miércoles 25 de noviembre de 2026, 12:01. Horario: lunes a viernes 9:00-17:00. Si nadie lo hace, te aviso.

    ¿Quieres que desde ahora te respondan en este chat? Si dices que no, siguen en el chat de antes.
    [Sí] yes
    [No] no

> mi solicitud
    Tu solicitud del 20 de noviembre de 2026: está en espera.
    ---
    Alguien debe atenderla a más tardar: miércoles 25 de noviembre de 2026, 12:01. Horario: lunes a viernes 9:00-17:00. Si nadie lo hace, te aviso.

    ¿Qué quieres hacer?
    [Escribir al equipo] talk:on
    [Retirar mi solicitud] action.withdraw
    [Hablar con alguien] action.person
    [Menú] action.menu

> becomes: closed referred

> order: closed
    Cerramos tu solicitud. Otra organización sigue con tu solicitud.

    Si todavía necesitas ayuda, puedes abrirla de nuevo.
    [Abrirla de nuevo] case:reopen
    [Hablar con alguien] action.person
    [Menú] action.menu

> order: asked
    Hace un tiempo pediste ayuda aquí. ¿La recibiste?
    [Sí, la recibí] helped:yes
    [Todavía no] helped:not-yet
    [No la recibí] helped:no
    [No es seguro decirlo] helped:unsafe

> todavía no
    Gracias por decirlo, y lo siento. ¿Abro tu solicitud de nuevo para que alguien la vea?
    [Sí] yes
    [No] no

> sí
    Listo, la abrí de nuevo. Alguien debe atenderla a más tardar: miércoles 25 de noviembre de 2026, 12:01.
    [Mi solicitud] action.status
    [Menú] action.menu
