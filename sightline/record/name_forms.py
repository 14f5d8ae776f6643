"""Given names that are one name: short forms, and spellings too far apart to be heard as one.

Each line is one name in its forms, folded. A worker is told "Liz" and the birth certificate says
"Elizabeth"; is told "Shivaun" and the file says "Siobhán". A form may stand on several lines.
"""

from __future__ import annotations

from collections import defaultdict

_FORMS = """
abdul abdel abdal
abdulrahman abdurrahman abdelrahman abdirahman abdurahman
abigail abbie abby gail
ahmed ahmad akhmed ahmet
alan allan alun
aleksandra alexandra ola sandra alex
alexander aleksander alex alec sandy sasha xander alejandro iskander
alfred alfie alf fred
alison ali allie
amanda mandy
andrew andy drew andrzej andrei
angela angie
anthony tony antoni antonio anton
aoife eefa ifa
archibald archie
arthur artur art
barbara babs basia
bartholomew bart bartosz bartek
benjamin ben benny benji
bernard bernie
bethany beth
bronagh brona
bronwyn bronwen
bogdan bohdan
caoimhe keeva keva kweeva
caitlin kathleen katelyn kaitlyn catelyn
cameron cam
caroline carol carrie
catherine katherine kathryn cathy kathy kate katie kat cath kitty katarzyna kasia ekaterina
charles charlie chuck karol carlos
charlotte charlie lottie
christine chris tina krystyna christina
christopher chris kit topher krzysztof kris
ciara kiera keira kira ciera
cian kian keane
clodagh cloda
daniel dan danny
danielle dani
david dave davey dawid dafydd dewi
deborah debbie deb debra
deirdre didi
dominic dom nick
dorothy dot dotty dolly dorota
douglas doug
edward ed eddie ted teddy ned edvard
eimear emer
eleanor ellie nell nora elinor
elizabeth liz lizzie beth betty eliza libby elspeth ela elzbieta elisabeth
emily em emmy
eoghan owen eoin ewan euan ewen
evan ifan ieuan
fatima fatma fatimah fatoumata
fiona fi
florence flo florrie flossie
frances fran frankie
francis frank franciszek
frederick fred freddie freddy
gabriel gabe
gabrielle gabby
geoffrey geoff jeff jeffrey
george georgie jerzy georgi georgios
georgina georgie gina
gerald gerry jerry
gerard gerry ger
gillian gill jill
grainne grania gronya
gregory greg grzegorz
haroon harun aaron
harold harry
harriet hattie harry
harrison harry
hassan hasan
helen nell ellen elena olena
henry harry hal henryk
hussain husayn hussein hossain hussayn
ibrahim abraham ebrahim
isaac ishaq zac
isabella isabel bella izzy isobel isabelle izabela
ismail ishmael
jacob jake jakub kuba yakub yaqub
jacqueline jackie jacqui
james jim jimmy jamie jem hamish seamus shamus
janet jan
jasmine yasmin jas yasmine
jennifer jen jenny
jeremy jerry jez
jessica jess jessie
joanna jo joanne asia
john jack johnny jon jan ian sean ivan johan
jonathan jon jonny nathan
joseph joe joey jozef yusuf yousef yosef josef
joshua josh
judith judy
julia julie jules
karen kaz
kenneth ken kenny
kimberly kim kimberley
laurence larry lawrence laurie
leonard len lenny leo
leszek lech
lewis louis lou lew
lilian lily lil
lucas luke lukasz luca
maeve meave medb
magdalena magda
malcolm mal
malgorzata margaret gosia
marek mark marcus markus
margaret maggie meg peggy marge margie greta
maria mary marie marysia miriam maryam mariam
martin marty marcin
mary molly polly
mateusz matthew matt matty mattie
matilda tilly
maximilian max
meabh maeve
michael mick mike mickey micky michal mikhail mikey
mohammed muhammad mohamed mohammad mo mohamud muhammed mohd md mahomed mehmet
moira maura
mustafa mostafa
natalie nat nataliya natalia natasha tasha
nathaniel nathan nat
niamh neve nieve neave
nicholas nick nicky nico mikolaj nikolai
nicola nicky nikki
oisin osheen ushin
oleksandr alexander oleksander sasha
oliver ollie olly
olivia liv livvy
pamela pam
padraig patrick paddy pat patryk
patricia pat trish tricia patsy
paul pawel pavel pablo
penelope penny
peter pete piotr petr pedro
philip phil pip
phoebe feebee
piotr petr
philippa pippa pip
rachel rach
raymond ray
rebecca becky becca
reginald reg
rhian rian
rhys reece reese rees
richard rick dick ricky richie ryszard
robert rob bob bobby robbie bert
roisin rosheen
ronald ron ronnie
rosemary rosie rose
saoirse sersha seersha
samantha sam sammy
samuel sam sammy
sarah sally sara sadie
sean shaun shawn shane
shirley shirl
sinead shinade
siobhan shivaun chevonne shivon
sorcha surracha
stanley stan
stephen steve stevie steven stefan szczepan
stephanie steph
susan sue suzie susie suzanne zuzanna
suleiman sulaiman soliman solomon
tadhg tige teague
thaddeus tad
theodore theo ted teddy
theresa tess terry teresa
terence terry
thomas tom tommy tomasz tomas
timothy tim timmy
tomasz tomek
usman osman uthman othman
valerie val
veronica ronnie vera
victoria vicky vicki tori wiktoria
vincent vince vinnie
volodymyr vladimir
walter wally walt
wilfred wilf
william bill billy will willie liam wilhelm
wojciech voytek wojtek
xavier javier
yekaterina katya
yevhen evgeny eugene
zachary zac zach zak
zainab zaynab zeynep zeinab
zhaneta janeta
"""

_by_form: dict[str, set[str]] = defaultdict(set)
for _line in _FORMS.strip().splitlines():
    for _form in _line.split():
        _by_form[_form].update(_line.split())


def forms_of(word: str) -> frozenset[str]:
    """The other forms of a folded given name; none if it has none."""
    return frozenset(_by_form.get(word, ())) - {word}
