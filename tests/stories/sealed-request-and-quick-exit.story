# A woman in danger asks for a person; nothing on her screen says what it is about, and she can hide it at once.

> tap: gbv.help
    Si corres peligro ahora, llama al 911. Es gratis, de día y de noche. Di primero dónde estás. Puedes decir: “Ayuda. Estoy en peligro.”

    Línea de las Mujeres: 079, opción 1. Es gratis, de día y de noche. Te escuchan y te dan ayuda legal. También ayuda a mujeres de otros países que viven en México.

    Para cualquier persona, mujer o no: Línea de la Vida, +52 800 911 2000. Es gratis, de día y de noche.

    Lo que pasó no es tu culpa.
    (sealed)
    ---
    ¿Te obligaron a tener sexo? Ve a un hospital o centro de salud lo antes que puedas. Lo mejor es ir en las primeras 72 horas. Si ya pasó más tiempo, ve igual.

    Te deben atender gratis. No hace falta una denuncia.
    (sealed)
    ---
    Hay centros de justicia para las mujeres. Ahí dan salud, apoyo emocional y ayuda legal. Es gratis para las mujeres y sus hijos.

    También hay refugios. Su dirección es secreta. Se entra por teléfono o con un centro para mujeres. Pregunta al 079, opción 1.

    En la Ciudad de México marca *765. Mandan una patrulla o una ambulancia. No te obligan a denunciar.
    (sealed)
    ---
    Tú decides qué hacer y cuándo. No tienes que contar tu historia aquí. Si quieres, pide hablar con una persona. Puedes ocultar esta conversación y volver cuando quieras.

    Revisado: 20 de noviembre de 2026.
    [Ir al médico] gbv.health
    [Centros de ayuda] gbv.services
    [Hablar con alguien] action.person
    [Plan de seguridad] gbv.safety
    [Salir rápido] action.exit
    [Menú] action.menu
    (sealed)

> tap: action.person
    Si estás en peligro ahora, llama al 911. Es gratis, de día y de noche.

    También puedo pasar tu solicitud a una persona de nuestro equipo. Te responde en este chat; no siempre el mismo día. O mira estos servicios, donde ya atienden personas:
    [Apoyo privado] ask:gbv
    [Peligro ahora] safety.danger
    [Ayuda ahora] gbv.help
    [Abogado gratis] asylum.legal-aid
    [OIM y ACNUR] aid.offices
    [Apoyo emocional] health.mind
    [Menú] action.menu
    (sealed)

> tap: ask:gbv
    Puedo pasar tu solicitud a una persona con preparación especial. Tú decides. No tienes que contar tu historia.

    Qué se comparte: solo lo que tú digas aquí.
    Con quién: solo con las personas encargadas de estos casos. Nadie más del equipo lo ve.
    Para qué: para ayudarte y responderte.
    Cuánto tiempo: hasta 90 días después de cerrar tu caso. Después se borra solo.

    Puedes decir que no, y no pierdes nada. Si cambias de idea, escribe: retirar. Para ocultar este chat, escribe: salir.
    (sealed)
    ---
    ¿Estás de acuerdo?
    [Sí, de acuerdo] form:yes
    [Elegir qué] form:choose
    [No compartir] form:no
    [Salir rápido] action.exit
    (sealed)

> tap: form:choose
    Elige qué quieres compartir. Toca una opción para cambiarla. Cuando esté bien, acepta.
    [Sí: lo que necesito] item:need:off
    [Sí: mi ciudad] item:city:off
    [Sí: mi idioma] item:language:off
    [Sí: cómo contactarme] item:contact:off
    [Sí: con quién estoy] item:company:off
    [Sí: mis palabras] item:words:off
    [Sí, de acuerdo] form:yes
    [No compartir] form:no
    (sealed)

> tap: item:city:off
    Elige qué quieres compartir. Toca una opción para cambiarla. Cuando esté bien, acepta.
    [Sí: lo que necesito] item:need:off
    [No: mi ciudad] item:city:on
    [Sí: mi idioma] item:language:off
    [Sí: cómo contactarme] item:contact:off
    [Sí: con quién estoy] item:company:off
    [Sí: mis palabras] item:words:off
    [Sí, de acuerdo] form:yes
    [No compartir] form:no
    (sealed)

> tap: form:yes
    1 de 5. ¿Qué necesitas más?
    [Hablar con alguien] opt:gbv:need:talk
    [Un lugar seguro] opt:gbv:need:safe
    [Atención de salud] opt:gbv:need:health
    [Saber mis derechos] opt:gbv:need:legal
    [Otra cosa] opt:gbv:need:other
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop
    (sealed)

> un lugar seguro
    2 de 5. ¿Con quién estás?
    [Con nadie más] opt:gbv:company:alone
    [Con mi familia] opt:gbv:company:family
    [Con niñas o niños] opt:gbv:company:children
    [Con otras personas] opt:gbv:company:others
    [Menor de 18 y sin nadie] opt:gbv:company:minor-alone
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop
    (sealed)

> saltar
    3 de 5. ¿A qué hora es seguro escribirte? Piensa en quién puede ver tu teléfono. Puedes decirlo con tus palabras.
    [A cualquier hora] opt:gbv:when:any
    [Solo de día] opt:gbv:when:day
    [Solo de noche] opt:gbv:when:night
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop
    (sealed)

> solo de día
    4 de 5. ¿Cómo te respondemos en este chat?

    Si quieres, escribe una palabra secreta. Entonces la respuesta se muestra solo a quien escriba esa palabra.
    [Solo por escrito] opt:gbv:how:text
    [Escrito o nota de voz] opt:gbv:how:voice
    [Solo un aviso neutro] opt:gbv:how:notice
    [No me escriban] opt:gbv:how:none
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop
    (sealed)

> solo un aviso neutro
    5 de 5. Si quieres, di en pocas palabras qué debe saber la persona. No hace falta contar todo ni dar nombres.
    [Saltar] form:skip
    [Pregunta anterior] form:back
    [Dejarlo] form:stop
    (sealed)

> saltar
    Todo listo. Voy a compartir: lo que necesito, mi idioma y cómo contactarme.

    ¿Lo envío?
    [Enviar] form:send
    [Pregunta anterior] form:back
    [Dejarlo] form:stop
    [Salir rápido] action.exit
    (sealed)

> enviar
    Tu solicitud está registrada.

    Tu clave es: 2QW-MA98

    Solo la muestro esta vez. Apúntala o apréndela, donde nadie más la vea. Con ella puedes preguntar por tu solicitud desde cualquier teléfono.
    (sealed)
    ---
    Una persona con preparación especial lee tu solicitud. Solo ella y quien la reemplaza la ven. Te responde como tú pediste.
    (sealed)
    ---
    Alguien debe atenderla a más tardar: sábado 21 de noviembre de 2026, 12:01, aunque la oficina esté cerrada. Si nadie lo hace, te aviso.

    Si no puede esperar: en peligro, llama al 911. Esto también puede ayudar mientras tanto:
    [Ayuda ahora] gbv.help
    [Mi solicitud] action.status
    [Salir rápido] action.exit
    [Menú] action.menu
    (sealed)

> staff: Hay lugar para ti y tus hijos. ¿Puedes salir hoy?
    Hay una novedad para ti. Cuando sea buen momento, escribe: mi solicitud.
    [Mi solicitud] action.status
    [Menú] action.menu
    (sealed)

> mi solicitud
    Tu solicitud del 20 de noviembre de 2026: está en espera.
    (sealed)
    ---
    Alguien debe atenderla a más tardar: sábado 21 de noviembre de 2026, 12:01, aunque la oficina esté cerrada. Si nadie lo hace, te aviso.

    Te escribe una persona del equipo:

    Hay lugar para ti y tus hijos. ¿Puedes salir hoy?
    (sealed)
    ---
    Responde aquí y le llega. Para volver al menú, escribe: menú.
    (sealed)
    ---
    ¿Qué quieres hacer?
    [Escribir al equipo] talk:on
    [Retirar mi solicitud] action.withdraw
    [Hablar con alguien] action.person
    [Salir rápido] action.exit
    [Menú] action.menu
    (sealed)

> sí, a las cuatro
    Le llegó a la persona del equipo. Responde cuando puede. Puedes seguir escribiendo. Si estás en peligro, llama al 911.
    (sealed)
    (to staff: sí, a las cuatro)

> salir
    Hasta luego.
    (sealed)

> mi solicitud
    En este chat no tienes solicitudes. Si tienes una clave, escríbela, así: K7M-4TXP. Para pedir ayuda de una persona, elige:
    [Hablar con alguien] action.person
    [Menú] action.menu
