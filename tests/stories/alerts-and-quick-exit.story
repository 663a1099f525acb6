# What hides the conversation ends the alerts; nothing is offered beside a request that must stay unseen. In Creole.

> m vle resevwa avi
    Mwen se Farol, yon sèvis gratis. Ou pa bezwen di non ou.

    Nou ka avèti w nan chat sa a lè gen yon bagay enpòtan, tankou yon tanpèt oswa yon chanjman nan demach yo. Li gratis.

    Pou sa, nou sere kontak ou nan chat sa a ak eta ou chwazi a, chifre, jiska 90 jou apre dènye mesaj ou. Si ou pa vle ankò, ekri SISPANN.

    Pou ki eta ou vle avètisman? Chwazi, oswa ekri eta ou oswa vil ou.
    [Baja California] alerts:Baja California
    [Chihuahua] alerts:Chihuahua
    [Ciudad de México] alerts:Ciudad de México
    [Sonora] alerts:Sonora
    [Chiapas] alerts:Chiapas
    [Tout Meksik] alerts:all
    [Meni] action.menu

> tap: alerts:Chiapas
    Fini. N ap avèti w sou sa ki enpòtan nan: Chiapas. Lannwit, sèlman si sa ijan.

    Nou sere kontak ou, chifre, jiska 18 fevriye 2027. Chak fwa ou ekri, tan sa a rekòmanse. Pou sispann avètisman yo, ekri SISPANN. Sòti vit fini yo tou.
    ---
    Avètisman yo parèt sou paj sa a. Chak rete la yon jou: louvri l pou li yo.
    [Sispann avètisman] alerts:stop
    [Lòt eta] alerts:
    [Meni] action.menu

> done mwen
    Sa nou kenbe sou ou:
    - Sijè ou te ladan l, lang ou, ak vil ou te mande a. Li efase poukont li apre 30 jou san ou pa ekri.
    - Nou pa kenbe mesaj ou, non ou, ni nimewo ou aklè. Se sèlman sa ou pataje ak yon moun nan yon demann ki rete. Sa nou kenbe a chifre.
    - Si ou mande avètisman, nou sere kontak ou ak eta ou chwazi a, jiska 90 jou apre dènye mesaj ou.
    - Lè nou pa konprann ou, nou kenbe kèk mo òdinè nan mesaj ou pandan 30 jou, san non, nimewo ni kote, pou nou aprann. Pèsonn pa konnen ki moun ki ekri yo.
    - Nou konte konbyen kesyon ki genyen, san konnen ki moun ki poze yo.
    ---
    - Kontak ou nan chat sa a, chifre, pou voye avètisman ba ou sou: Chiapas. L ap efase 18 fevriye 2027 si ou pa ekri anvan.

    Ou ka efase tout bagay lè ou vle.
    [Efase done mwen] action.erase
    [Sispann avètisman] alerts:stop
    [Sòti vit] action.exit
    [Meni] action.menu

> sòti vit
    Orevwa.

> done mwen
    Sa nou kenbe sou ou:
    - Sijè ou te ladan l, lang ou, ak vil ou te mande a. Li efase poukont li apre 30 jou san ou pa ekri.
    - Nou pa kenbe mesaj ou, non ou, ni nimewo ou aklè. Se sèlman sa ou pataje ak yon moun nan yon demann ki rete. Sa nou kenbe a chifre.
    - Si ou mande avètisman, nou sere kontak ou ak eta ou chwazi a, jiska 90 jou apre dènye mesaj ou.
    - Lè nou pa konprann ou, nou kenbe kèk mo òdinè nan mesaj ou pandan 30 jou, san non, nimewo ni kote, pou nou aprann. Pèsonn pa konnen ki moun ki ekri yo.
    - Nou konte konbyen kesyon ki genyen, san konnen ki moun ki poze yo.
    ---
    Ou ka efase tout bagay lè ou vle.
    [Efase done mwen] action.erase
    [Sòti vit] action.exit
    [Meni] action.menu

> tap: gbv.help
    Si w an danje kounye a, rele 911. Li gratis, lajounen kou lannwit. Di ki kote w ye anvan tout bagay. Gendwa se panyòl sèlman yo pale. Ou ka di: “Ayuda. Estoy en peligro.” (Ede m. Mwen an danje.)

    Liy pou fanm: 079, opsyon 1. Li gratis, lajounen kou lannwit. Yo koute w epi yo ba ou èd legal. Li ede tou fanm lòt peyi k ap viv Meksik.

    Pou nenpòt moun, fanm kou gason: Línea de la Vida, +52 800 911 2000. Li gratis, lajounen kou lannwit.

    Sa k rive a se pa fòt ou.
    (sealed)
    ---
    Èske yo fòse w fè sèks? Ale nan yon lopital oswa yon sant sante pi vit ou kapab. Pi bon an se ale nan premye 72 èdtan yo. Si plis tan pase, ale kanmenm.

    Yo dwe pran swen w gratis. Ou pa bezwen pote plent.
    (sealed)
    ---
    Gen sant jistis pou fanm (Centro de Justicia para las Mujeres). Yo bay swen sante, sipò moral ak èd legal. Li gratis pou fanm ak pitit yo.

    Gen kay pwoteksyon tou (refugio). Adrès yo sekrè. Se nan telefòn oswa ak yon sant pou fanm moun antre ladan yo. Mande nan 079, opsyon 1.

    Nan vil Meksiko, rele *765. Yo voye yon machin lapolis oswa yon anbilans. Yo pa fòse w pote plent.
    (sealed)
    ---
    Se ou ki deside kisa w ap fè ak kilè. Ou pa oblije rakonte istwa w isit la. Si w vle, mande pale ak yon moun. Ou ka kache konvèsasyon sa a, epi tounen nenpòt lè.

    Verifye: 20 novanm 2026.
    [Swen medikal] gbv.health
    [Sant ki bay èd] gbv.services
    [Pale ak yon moun] action.person
    [Plan sekirite] gbv.safety
    [Sòti vit] action.exit
    [Tounen] back
    [Meni] action.menu
    (sealed)

> avètisman
    Pou kounye a nou pa voye avètisman nan chat sa a, pou anyen pa rive san ou pa atann li. Ou ka mande yo pita, nan meni an.
    [Meni] action.menu
