# A Haitian man talks with a member of staff who writes through ready answers; the service keeps quiet.

> m bezwen travay
    Mwen se Farol, yon sèvis gratis. Ou pa bezwen di non ou.

    Servicio Nacional de Empleo (SNE) se sèvis leta ki ede w chèche travay.
    - Rele +52 800 841 2020. Apèl la gratis. Y ap di w ki biwo ki pi pre w.
    - Gade travay ki genyen sou https://www.empleo.gob.mx/
    Mande ki papye pou w pote. An 2024, nan vil Meksiko (Ciudad de México), yo te voye moun ki pa t gen papye al kote COMAR anvan.
    ---
    Ak kat sa yo ou ka gen pèmisyon travay:
    - Kat rezidans pèmanan, si yo deja rekonèt ou kòm refijye.
    - Kat TVRH (vizitè imanitè), si ou te mande azil. Li sou kat ou a si li kite w travay. Kounye a yo bay trè piti.
    Si ou pa gen kat, mande konsèy avoka gratis anvan ou siyen yon kontra.
    Gen fwa travay tou. An 2024 te gen youn pou moun ki te mande azil, ak COMAR, SNE ak ACNUR. Mande SNE si gen yon lòt.
    ---
    Pran prekosyon anvan ou di wi pou yon travay:
    1. Mande ki sa w ap fè, ki kote, konbyen y ap peye w, ak ki jou.
    2. Pa peye pou yo ba w travay.
    3. Pa kite papye w nan men pèsonn. Bay kopi sèlman.
    4. Di yon moun ou fè konfyans ki kote w ap ye.
    Dapre lalwa, omwen 9 moun sou 10 nan yon antrepriz dwe Meksiken. Gen eksepsyon. Si yo di w non pou sa, chèche yon lòt kote.

    Verifye: 20 novanm 2026.
    ---
    Nan ki vil ou ye, oswa nan ki vil ou prale? Ekri non li, oswa pataje kote ou ye a.
    [Tijuana] city:work.find:Tijuana
    [Ciudad de México] city:work.find:Ciudad de México
    [Dwa nan travay] work.rights
    [CURP ak RFC] papers.curp-rfc
    [Deplase pou travay] moving-on.integrate
    [Etid ak kou] work.studies
    [Pwòp biznis ou] work.business
    [Pale ak yon moun] action.person
    [Meni] action.menu

> tap: action.person
    Si w an danje kounye a, rele 911. Li gratis, lajounen kou lannwit.

    Mwen ka pase demann ou bay yon moun nan ekip nou an tou. L ap reponn ou nan chat sa a; se pa toujou menm jou a. Oswa gade sèvis sa yo, kote gen moun ki reponn:
    [Travay] ask:employment
    [Danje kounye a] safety.danger
    [Èd kounye a] gbv.help
    [Avoka gratis] asylum.legal-aid
    [OIM ak ACNUR] aid.offices
    [Sipò emosyonèl] health.mind
    [Meni] action.menu

> tap: ask:employment
    Mwen ka pase demann ou bay yon moun. Se ou ki deside.

    Sa nou pataje: sèlman sa ou di isit la.
    Ak kiyès: ak ekip biwo ki nan zòn ou an. Si yon lòt òganizasyon ka ede w, n ap pataje l avè l tou.
    Poukisa: pou nou ede w epi reponn ou.
    Konbyen tan: jiska 90 jou apre dosye w la fèmen. Apre sa li efase pou kont li.

    Ou ka di non. Ou pa pèdi anyen: m ap kontinye ba w enfòmasyon isit la. Si w chanje lide, ekri: retire.
    ---
    Èske w dakò?
    [Wi, dakò] form:yes
    [Chwazi kisa] form:choose
    [Pa pataje] form:no

> wi
    1 sou 6. Ki sa ou bezwen plis?
    [Jwenn travay] opt:employment:need:find
    [Pèmi travay] opt:employment:need:permit
    [Aprann yon metye] opt:employment:need:training
    [Travay pou tèt mwen] opt:employment:need:own
    [Sote] form:skip
    [Kesyon anvan an] form:back
    [Kite sa] form:stop

> Jwenn travay
    2 sou 6. Nan ki vil ou ye? Ekri non vil la.
    [Sote] form:skip
    [Kesyon anvan an] form:back
    [Kite sa] form:stop

> Tijuana
    3 sou 6. Ak kiyès ou ye?
    [Mwen pou kont mwen] opt:employment:company:alone
    [Ak fanmi m] opt:employment:company:family
    [Ak timoun] opt:employment:company:children
    [Ak lòt moun] opt:employment:company:others
    [Minè, pou kont mwen] opt:employment:company:minor-alone
    [Sote] form:skip
    [Kesyon anvan an] form:back
    [Kite sa] form:stop

> Mwen pou kont mwen
    4 sou 6. A ki lè li san danje pou nou ekri w? Panse ak moun ki ka wè telefòn ou. Ou ka di l ak pwòp mo pa w.
    [Nenpòt lè] opt:employment:when:any
    [Lajounen sèlman] opt:employment:when:day
    [Lannwit sèlman] opt:employment:when:night
    [Sote] form:skip
    [Kesyon anvan an] form:back
    [Kite sa] form:stop

> Nenpòt lè
    5 sou 6. Kijan pou nou reponn ou nan chat sa a?

    Si w vle, ekri yon mo sekrè. Konsa repons lan parèt sèlman pou moun ki ekri mo sa a.
    [Sèlman pa ekri] opt:employment:how:text
    [Ekri oswa nòt vwa] opt:employment:how:voice
    [Yon ti avi san detay] opt:employment:how:notice
    [Pa ekri mwen] opt:employment:how:none
    [Sote] form:skip
    [Kesyon anvan an] form:back
    [Kite sa] form:stop

> sote
    6 sou 6. Si w vle, di an kèk mo sa moun nan dwe konnen. Ou pa bezwen di tout bagay ni bay non moun.
    [Sote] form:skip
    [Kesyon anvan an] form:back
    [Kite sa] form:stop

> Mwen konn fè chapant
    Tout pare. Mwen pral pataje: sa mwen bezwen, vil mwen, lang mwen, kijan pou jwenn mwen, moun ki avè m ak pwòp mo m.

    Èske m voye l?
    [Voye] form:send
    [Kesyon anvan an] form:back
    [Kite sa] form:stop

> voye
    Demann ou an anrejistre.

    Kòd ou se: CDF-V74F

    M ap montre l yon sèl fwa. Ekri l oswa aprann li, kote pèsonn pa ka wè l. Avè l ou ka mande pou demann ou an sou nenpòt telefòn.
    ---
    Yon moun nan ekip la ap li demann ou epi l ap reponn ou nan chat sa a.
    ---
    Yon moun dwe pran l pa pi ta pase: vandredi 4 desanm 2026, 10:01. Orè: lendi rive vandredi 9:00-17:00. Si pèsonn pa fè sa, m ap di w.

    Si sa pa ka tann: si gen danje, rele 911. Sa ka ede tou pandan w ap tann:
    [Chèche travay] work.find
    [Demann mwen] action.status
    [Meni] action.menu

> staff: Bonjou. Mwen se yon moun nan ekip la, mwen pa yon pwogram. Èske w ka ekri kounye a san danje?
    Yon moun nan ekip la ekri w:

    Bonjou. Mwen se yon moun nan ekip la, mwen pa yon pwogram. Èske w ka ekri kounye a san danje?
    ---
    Reponn isit la, l ap jwenn li. Pou tounen nan meni an, ekri: meni.

> wi, mwen ka ekri
    Li rive jwenn moun nan ekip la. L ap reponn lè li kapab. Ou ka kontinye ekri. Si w an danje, rele 911.
    (to staff: wi, mwen ka ekri)

> mwen gen papye, gade
    (to staff: mwen gen papye, gade)

> file: image
    (to staff: image)

> sends: sticker
    Mwen pa ka pase sa. Mwen ka pase foto, dokiman ak nòt vwa. Ou ka ekri l tou.

> meni
    Kisa ou bezwen? Ekri l ak pwòp mo pa ou, oswa chwazi:
    [Jwenn yon abri] shelter.find
    [Azil] asylum
    [Èd kounye a] gbv.help
    [Sante] health
    [Papye] papers
    [Sekirite] safety
    [Pale ak yon moun] action.person
    [Chanje lang] action.language
    [Lòt sijè] menu.more

> staff: Mèsi. M ap travay sou demann ou an.
    Yon moun nan ekip la ekri w:

    Mèsi. M ap travay sou demann ou an.
    ---
    Reponn isit la, l ap jwenn li. Pou tounen nan meni an, ekri: meni.

> mèsi anpil frè
    Li rive jwenn moun nan ekip la. L ap reponn lè li kapab. Ou ka kontinye ekri. Si w an danje, rele 911.
    (to staff: mèsi anpil frè)
