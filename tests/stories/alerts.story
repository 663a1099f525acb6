# A person asks for alerts by a city, sees what is kept, changes the state, and stops them with one word.

> tap: menu.more
    Más temas:
    [Niñas y niños] children
    [Comida y ayuda] aid
    [Trabajo] work
    [Centros AVES] aves
    [Seguir o volver] moving-on
    [Me hacen daño] gbv
    [Dónde dormir] shelter
    [Avisos] action.alerts
    [Qué guardan de mí] action.privacy
    [Menú] action.menu

> quiero recibir avisos
    Podemos avisarte en este chat de algo importante, como una tormenta o un cambio en los trámites. Es gratis.

    Para eso guardamos, cifrados, tu contacto de este chat y el estado que elijas, hasta 90 días después de tu último mensaje. Si ya no quieres, escribe BAJA.

    ¿De qué estado quieres avisos? Elige, o escribe tu estado o tu ciudad.
    [Baja California] alerts:Baja California
    [Chihuahua] alerts:Chihuahua
    [Ciudad de México] alerts:Ciudad de México
    [Sonora] alerts:Sonora
    [Chiapas] alerts:Chiapas
    [Todo México] alerts:all
    [Menú] action.menu

> tapachula
    Listo. Te avisaremos de lo importante en: Chiapas. De noche, solo si es urgente.

    Guardamos tu contacto, cifrado, hasta el 18 de febrero de 2027. Cada vez que escribes, ese plazo empieza otra vez. Para dejar los avisos, escribe BAJA. Salir rápido también los termina.
    ---
    Los avisos se ven en esta página. Cada uno queda aquí un día: ábrela para leerlos.
    [Dejar los avisos] alerts:stop
    [Otro estado] alerts:
    [Menú] action.menu

> mis datos
    Qué guardamos de ti:
    - En qué tema ibas, tu idioma y la ciudad por la que preguntaste. Se borra solo después de 30 días sin escribir.
    - No guardamos tus mensajes, tu nombre ni tu número a la vista. Solo queda lo que compartes con una persona en una solicitud. Lo guardado va cifrado.
    - Si pides avisos, guardamos tu contacto y el estado que elijas, hasta 90 días después de tu último mensaje.
    - Si no te entendemos, guardamos 30 días algunas palabras comunes de tu mensaje, sin nombres, números ni lugares, para aprender. Nadie sabe de quién son.
    - Contamos cuántas preguntas hay, sin saber de quién son.
    ---
    - Tu contacto de este chat, cifrado, para mandarte avisos sobre: Chiapas. Se borra el 18 de febrero de 2027 si no escribes antes.

    Puedes borrarlo todo cuando quieras.
    [Borrar mis datos] action.erase
    [Dejar los avisos] alerts:stop
    [Salir rápido] action.exit
    [Menú] action.menu

> avisos
    Recibes avisos sobre: Chiapas, hasta el 18 de febrero de 2027. ¿Qué quieres hacer?
    [Dejar los avisos] alerts:stop
    [Otro estado] alerts:
    [Menú] action.menu

> tap: alerts:
    Podemos avisarte en este chat de algo importante, como una tormenta o un cambio en los trámites. Es gratis.

    Para eso guardamos, cifrados, tu contacto de este chat y el estado que elijas, hasta 90 días después de tu último mensaje. Si ya no quieres, escribe BAJA.

    ¿De qué estado quieres avisos? Elige, o escribe tu estado o tu ciudad.
    [Baja California] alerts:Baja California
    [Chihuahua] alerts:Chihuahua
    [Ciudad de México] alerts:Ciudad de México
    [Sonora] alerts:Sonora
    [Chiapas] alerts:Chiapas
    [Todo México] alerts:all
    [Menú] action.menu

> tap: alerts:all
    Listo. Te avisaremos de lo importante en: todo México. De noche, solo si es urgente.

    Guardamos tu contacto, cifrado, hasta el 18 de febrero de 2027. Cada vez que escribes, ese plazo empieza otra vez. Para dejar los avisos, escribe BAJA. Salir rápido también los termina.
    ---
    Los avisos se ven en esta página. Cada uno queda aquí un día: ábrela para leerlos.
    [Dejar los avisos] alerts:stop
    [Otro estado] alerts:
    [Menú] action.menu

> BAJA
    Listo. Ya no recibirás avisos. Borramos lo que guardábamos para mandarlos.
    [Avisos] action.alerts
    [Menú] action.menu

> stop
    No recibes avisos. En este chat no te llega nada que no pediste.
    [Avisos] action.alerts
    [Menú] action.menu
