# A person has everything about them erased, after thinking twice.

> necesito un abogado
    Soy Farol, un servicio gratis. No necesitas decir tu nombre.

    Tienes derecho a un abogado público y gratis en todo tu trámite de asilo.

    Llama a Defensatel: +52 800 224 2426. Es la línea de la Defensoría Pública federal (IFDP). Da consejo legal gratis a cualquier persona, también a quien está en detención. No confirmamos el horario: intenta en horas de oficina.
    ---
    Otra ayuda gratis. Llama o escribe antes; muchos grupos son más chicos desde 2025.
    - Asylum Access México: abogados para tu asilo y para traer a tu familia. https://asylumaccess.org/where-we-work/mexico/
    - La UNAM, una universidad, por internet: https://accionmigrante.unam.mx
    - Monterrey: Centro Integral de Atención al Migrante (CIAM), Monterrey, en Calle Aramberri 1956, Col. María Luisa
    - ACNUR te puede poner en contacto con grupos gratis. En 2025 cerró en Palenque, Tuxtla Gutiérrez, Tenosique y Guadalajara.

    También te mostramos la ayuda legal de tu ciudad.
    ---
    Lleva tu constancia, tus pruebas y el último papel de la COMAR. Di si tienes una fecha límite.

    La ayuda de estos grupos es gratis. Si alguien te pide dinero o promete un sí, desconfía. En Tijuana (2025) hubo gente que usó el nombre de un grupo serio para engañar.

    Si quieres, pide hablar con una persona de aquí.

    Revisado: 20 de noviembre de 2026.
    ---
    ¿En qué ciudad estás, o a cuál vas? Escribe el nombre, o comparte tu ubicación.
    [Tijuana] city:asylum.legal-aid:Tijuana
    [Ciudad de México] city:asylum.legal-aid:Ciudad de México
    [Ciudad Juárez] city:asylum.legal-aid:Ciudad Juárez
    [San Pedro Tlaquepaque] city:asylum.legal-aid:San Pedro Tlaquepaque
    [Hablar con alguien] action.person
    [Apelar un no] asylum.appeal
    [Pedir asilo] asylum.apply
    [Fraudes] safety.scam
    [Me detuvieron] safety.detained
    [Menú] action.menu

> borrar
    ¿Borro todo lo que guardamos de ti? No se puede deshacer.
    [Sí] yes
    [No] no

> no
    Gracias por escribir. Tu vida vale mucho. No tienes que pasar por esto sin ayuda.

    Habla ahora con alguien: Línea de la Vida, +52 800 911 2000. Es gratis. Contestan de día y de noche, todos los días. Hablan español.

    Si ya te hiciste daño, o crees que lo harás ahora, llama al 911.
    (sealed)
    ---
    Mientras llega la ayuda:

    - Busca a alguien de confianza. Di: “No quiero estar a solas”.
    - Aléjate de lo que te pueda hacer daño.
    - Si estás en un albergue, avisa a quien trabaja ahí.
    - Respira lento. Piensa solo en esta hora.

    Tú decides qué contar. Puedes volver aquí cuando quieras.
    (sealed)
    ---
    ¿Temes por otra persona?

    1. Quédate con ella. No la dejes a solas.
    2. Escucha. No la regañes ni la culpes.
    3. Pregunta con calma si piensa en morir. Puedes preguntar.
    4. Llamen los dos a la Línea de la Vida.
    5. Si hay peligro ahora, llama al 911.

    También cuida de ti. Tú no tienes la culpa.

    Revisado: 20 de noviembre de 2026.
    [Hablar con alguien] action.person
    [Apoyo emocional] health.mind
    [Ayuda ahora] gbv.help
    [Peligro ahora] safety.danger
    [Salir rápido] action.exit
    [Atrás] back
    [Menú] action.menu
    (sealed)

> borrar
    ¿Borro todo lo que guardamos de ti? No se puede deshacer.
    [Sí] yes
    [No] no

> si
    Si corres peligro ahora, llama al 911.

    Línea y chat contra la trata: +52 800 553 3000. Llamada o WhatsApp, desde México o desde otro país. Es gratis y confidencial, de día y de noche. Dan ayuda legal y emocional. También piden rescates con la policía.

    Llama solo si es seguro. Borra después la llamada o el chat.

    No es tu culpa. No importa si tienes papeles o no.
    (sealed)
    ---
    Señales de alerta:
    - Alguien te vigila o habla por ti.
    - Te quitaron tus papeles o tu pago.
    - Dicen que tienes una deuda y que debes trabajar para pagarla.
    - Trabajas demasiadas horas.
    - No sabes bien en qué lugar estás.
    - No puedes irte.
    - Te obligan a tener sexo.

    Muchas veces empieza con un novio falso o un empleo falso.
    (sealed)
    ---
    Cuida tu vida:
    - No te enfrentes a esa persona. Puede ser peligroso.
    - Si puedes, guarda datos en tu mente: calle, nombres, placas.
    - En la Ciudad de México hay mesas contra la trata en las terminales de autobús Norte, Sur y TAPO. Se publicó en diciembre de 2025.

    Las víctimas de un delito en México pueden pedir papeles para quedarse. Tú decides los pasos.

    Revisado: 20 de noviembre de 2026.
    [Hablar con alguien] action.person
    [Robo o ataque] safety.crime
    [Ayuda ahora] gbv.help
    [Derechos laborales] work.rights
    [Salir rápido] action.exit
    [Atrás] back
    [Menú] action.menu
    (sealed)

> hola
    ¿Qué necesitas? Escríbelo con tus palabras, o elige:
    [Buscar albergue] shelter.find
    [Refugio y asilo] asylum
    [Ayuda ahora] gbv.help
    [Salud] health
    [Papeles] papers
    [Seguridad] safety
    [Hablar con alguien] action.person
    [Cambiar idioma] action.language
    [Más temas] menu.more
