# A man from Cuba asks late about asylum, and loses his way in the menus.

> que bola, llevo 2 meses en tapachula y no he pedido refugio
    Soy Farol, un servicio gratis. No necesitas decir tu nombre.

    Tienes 30 días hábiles para pedir asilo. Son más o menos seis semanas.

    Se cuentan desde el día hábil después de que entraste a México. No cuentan los sábados, los domingos ni los días de fiesta oficial.

    No esperes al último día. Ve a la COMAR lo antes posible.

    ¿El peligro en tu país empezó cuando ya estabas en México? El plazo corre desde el día después de que lo supiste.
    ---
    ¿Ya pasaron los 30 días? Ve de todas formas. El plazo también puede contar desde el día en que de verdad pudiste pedir.
    1. Escribe una carta con tus palabras. Di por qué no pudiste ir antes, por causas que no dependían de ti.
    2. Lleva las pruebas que tengas.
    3. Antes, habla con un abogado gratis si puedes.
    4. Si la COMAR te pide explicar, contesta a tiempo. Se reportó que dan 5 días hábiles. Si no contestas, te dicen que no.

    La COMAR decide si abre tu caso. No podemos prometer que diga que sí.
    ---
    Si la COMAR no acepta tu solicitud por tarde:
    1. Pide el rechazo por escrito. Se llama “acuerdo de no admisión”.
    2. Busca un abogado gratis ese mismo día.

    El rechazo se puede pelear. En un caso, la Suprema Corte dijo que un rechazo así fue contra la ley. Un abogado puede usar ese caso. Pero la COMAR sigue aplicando el límite.

    Revisado: 20 de noviembre de 2026.
    [Pedir asilo] asylum.apply
    [Abogado gratis] asylum.legal-aid
    [Oficinas COMAR] asylum.offices
    [Hablar con alguien] action.person
    [Menú] action.menu

> plazo
    Tienes 30 días hábiles para pedir asilo. Son más o menos seis semanas.

    Se cuentan desde el día hábil después de que entraste a México. No cuentan los sábados, los domingos ni los días de fiesta oficial.

    No esperes al último día. Ve a la COMAR lo antes posible.

    ¿El peligro en tu país empezó cuando ya estabas en México? El plazo corre desde el día después de que lo supiste.
    ---
    ¿Ya pasaron los 30 días? Ve de todas formas. El plazo también puede contar desde el día en que de verdad pudiste pedir.
    1. Escribe una carta con tus palabras. Di por qué no pudiste ir antes, por causas que no dependían de ti.
    2. Lleva las pruebas que tengas.
    3. Antes, habla con un abogado gratis si puedes.
    4. Si la COMAR te pide explicar, contesta a tiempo. Se reportó que dan 5 días hábiles. Si no contestas, te dicen que no.

    La COMAR decide si abre tu caso. No podemos prometer que diga que sí.
    ---
    Si la COMAR no acepta tu solicitud por tarde:
    1. Pide el rechazo por escrito. Se llama “acuerdo de no admisión”.
    2. Busca un abogado gratis ese mismo día.

    El rechazo se puede pelear. En un caso, la Suprema Corte dijo que un rechazo así fue contra la ley. Un abogado puede usar ese caso. Pero la COMAR sigue aplicando el límite.

    Revisado: 20 de noviembre de 2026.
    [Pedir asilo] asylum.apply
    [Abogado gratis] asylum.legal-aid
    [Oficinas COMAR] asylum.offices
    [Hablar con alguien] action.person
    [Menú] action.menu

> menu
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

> 2
    Refugio y asilo
    Si tienes miedo de volver a tu país, puedes pedir protección en México. Es gratis.
    [Pedir asilo] asylum.apply
    [Plazo para pedir] asylum.deadline
    [Qué es el asilo] asylum.what
    [Oficinas COMAR] asylum.offices
    [Papeles del trámite] asylum.papers
    [Espera y firmas] asylum.wait
    [La entrevista] asylum.interview
    [Abogado gratis] asylum.legal-aid
    [Ver más] more:asylum:8
    [Menú] action.menu

> atras
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
