# A woman is beaten by her husband; somebody comes in while she reads.

> mi marido me pega y no me deja salir
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

> tap: gbv.safety
    Si corres peligro ahora, llama al 911 o ve a donde haya gente.

    ¿Esa persona mira tu teléfono?
    - Puedes ocultar esta conversación. También puedes borrar este chat.
    - Borra las llamadas que no quieres que vea.
    - Si puedes, usa el teléfono de alguien de confianza.
    - Mira si compartes tu ubicación.
    - Si cambias todo de golpe, puede sospechar. Ve poco a poco.
    - Si escribirnos te pone en riesgo, para. Vuelve cuando puedas.
    (sealed)
    ---
    Haz un plan. Tú sabes mejor qué es seguro para ti.

    1. Elige a alguien de confianza. Acuerden una palabra que diga “necesito ayuda”.
    2. Piensa por dónde salir y a dónde ir.
    3. En una pelea, aléjate de la cocina y de las armas.
    4. Guarda en un lugar seguro tus papeles o copias, dinero, medicinas y llaves.
    5. Apréndete los números de memoria.
    6. Enseña a tus hijos a salir y a pedir ayuda.
    7. No le cuentes el plan a esa persona.

    Salir puede ser un momento de riesgo. Mejor con apoyo.
    (sealed)
    ---
    Te ayudan a medir el riesgo: Línea de las Mujeres, 079, opción 1. Gratis, de día y de noche.

    En la Ciudad de México hay centros LUNAS. Ahí hacen el plan contigo. Pregunta por el más cercano: +52 55 5658 1111.

    Si prefieres, pide aquí hablar con una persona. Tú decides. Nada de esto es tu culpa.

    Revisado: 20 de noviembre de 2026.
    [Ayuda ahora] gbv.help
    [Salir rápido] action.exit
    [Centros de ayuda] gbv.services
    [Borrar mis datos] action.erase
    [Hablar con alguien] action.person
    [Atrás] back
    [Menú] action.menu
    (sealed)

> salir
    Hasta luego.

> hola
    Hola. Soy Farol. Doy información gratis para personas que están de paso o viven en México: dónde dormir, asilo, salud, papeles y ayuda.

    No necesitas decir tu nombre. Si estás en peligro ahora, llama al 911.

    Escribe lo que necesitas con tus palabras, o elige:
    [Buscar albergue] shelter.find
    [Refugio y asilo] asylum
    [Ayuda ahora] gbv.help
    [Salud] health
    [Papeles] papers
    [Seguridad] safety
    [Hablar con alguien] action.person
    [Cambiar idioma] action.language
    [Más temas] menu.more
