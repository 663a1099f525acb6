# What the service does not understand, three times.

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

> qwzx plmk wrtp
    Perdón, no te entendí bien. ¿Es algo de esto?
    [Menú] action.menu
    [Comida y ropa] aid.food
    [Buscar trabajo] work.find
    [Hablar con alguien] action.person

> hgfd zxcv
    Sigo sin entenderte, y lo siento. Puedes elegir aquí, o ver cómo hablar con una persona:
    [Menú] action.menu
    [Me piden dinero] safety.bribe
    [Buscar trabajo] work.find
    [Hablar con alguien] action.person

> sends: voice
    Gracias por tu nota de voz. Todavía no puedo escuchar audios, y no la guardo. Escríbeme unas palabras, o elige:
    [Me piden dinero] safety.bribe
    [Buscar trabajo] work.find
    [Hablar con alguien] action.person
    [Menú] action.menu

> asdf qwer
    Sigo sin entenderte, y lo siento. Puedes elegir aquí, o ver cómo hablar con una persona:
    [Menú] action.menu
    [Discapacidad, vejez] health.disability
    [Ver a un médico] health.care
    [Hablar con alguien] action.person
