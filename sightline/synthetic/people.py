"""Invents people: names of the many heritages of an English town, dates of birth, postcodes, numbers.

Names are put together by chance from lists of given and family names; a name that comes out may be somebody's,
as any name may, but nobody's life stands behind it. Postcodes lie in an area (ZZ) that the Post Office has
not given out, and NHS numbers in the range that is never issued. The same seed gives the same people.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from sightline.synthetic.pupil_number import upn


@dataclass(frozen=True)
class Heritage:
    """The names of one heritage, the commonest first. ethnicity: CIN codes to choose from."""

    share: float
    ethnicity: tuple[str, ...]
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    family: tuple[str, ...]
    composed: float = 0.0
    evenly: int = 8  # the larger, the less the first names of a list stand out


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist. ``given`` may hold a middle name."""

    given: str
    family: str
    sex: str
    birth_date: date
    ethnicity: str
    heritage: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


class Names:
    """A seeded source of invented people; ``today`` is the day on which ages are reckoned."""

    def __init__(self, seed: int | str, *, today: date = date(2026, 3, 31)) -> None:
        self.chance = random.Random(f"people {seed}")
        self.today = today

    def child(self, *, of: Invented | None = None) -> Invented:
        """A child under 18. of: a parent, whose family name and heritage the child has, mostly."""
        heritage = of.heritage if of else self._heritage()
        family = of.family if of and self.chance.random() < 0.8 else self.family_name(heritage)
        return self._person(heritage, family, days=self.chance.randrange(18 * 365))

    def adult(self) -> Invented:
        """An adult of 18 to 60."""
        heritage = self._heritage()
        return self._person(heritage, self.family_name(heritage), days=self.chance.randrange(18 * 366, 60 * 365))

    def family_name(self, heritage: str = "") -> str:
        """A family name, as common or rare as such names are; now and then double-barrelled."""
        one = self._one_family_name(heritage or self._heritage())
        if self.chance.random() < 0.03:
            other = self._one_family_name(self._heritage())
            return f"{one}-{other}" if other != one else one
        return one

    def given_name(self, sex: str, heritage: str = "") -> str:
        of = HERITAGES[heritage or self._heritage()]
        return self._pick(of.girls if sex == "F" else of.boys, of.evenly)

    def postcode(self) -> str:
        """Of the right form, in an area that has not been given out: "ZZ12 3AB"."""
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        inward = f"{self.chance.randrange(1, 10)}{self.chance.choice(letters)}{self.chance.choice(letters)}"
        return f"ZZ{self.chance.randrange(1, 60)} {inward}"

    def nhs_number(self) -> str:
        """With a true check digit, in the range kept for trying systems out: "999 123 4560"."""
        while True:
            digits = f"999{self.chance.randrange(10**6):06d}"
            check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
            if check != 10:
                number = f"{digits}{check % 11}"
                return f"{number[:3]} {number[3:6]} {number[6:]}"

    def pupil_number(self, born: date) -> str:
        """A UPN of the true form, given out by an authority that is no more (Cheshire, until 2009)."""
        return upn("875", self.chance.randrange(1000, 9999), born.year + 4, self.chance.randrange(1000))

    def misspelt(self, word: str) -> str:
        """The word with one slip of the pen: a letter wrong, left out, put in or swapped with the next."""
        letters = "abcdefghijklmnopqrstuvwxyz"
        while True:
            i = self.chance.randrange(len(word))
            any_letter = self.chance.choice(letters)
            slip = self.chance.choice(
                [
                    word[:i] + any_letter + word[i + 1 :],
                    word[:i] + word[i + 1 :],
                    word[:i] + any_letter + word[i:],
                    word[:i] + word[i + 1 : i + 2] + word[i] + word[i + 2 :],
                ]
            )
            if slip.lower() != word.lower():
                return slip

    def _heritage(self) -> str:
        return self.chance.choices(list(HERITAGES), cum_weights=_SHARES)[0]

    def _person(self, heritage: str, family: str, *, days: int) -> Invented:
        sex = self.chance.choice("FM")
        given = self.given_name(sex, heritage)
        if self.chance.random() < 0.3:
            middle = self.given_name(sex, heritage)
            given = f"{given} {middle}" if middle != given else given
        return Invented(
            given=given,
            family=family,
            sex=sex,
            birth_date=self.today - timedelta(days=days),
            ethnicity=self.chance.choice(HERITAGES[heritage].ethnicity),
            heritage=heritage,
        )

    def _one_family_name(self, heritage: str) -> str:
        of = HERITAGES[heritage]
        if self.chance.random() < of.composed:
            return self.chance.choice(_PLACE_STARTS) + self.chance.choice(_PLACE_ENDS)
        return self._pick(of.family, of.evenly)

    def _pick(self, names: Sequence[str], evenly: int) -> str:
        return self.chance.choices(names, cum_weights=_falling(len(names), evenly))[0]


_kept: dict[tuple[int, int], list[float]] = {}


def _falling(count: int, evenly: int) -> list[float]:
    """Weights that fall as the ranks of names do: a few very common, many rare."""
    if (count, evenly) not in _kept:
        _kept[count, evenly] = list(accumulate(1 / (rank + evenly) for rank in range(count)))
    return _kept[count, evenly]


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.replace("_", " ") for name in text.split())


# Family names made from places, for the long tail of names that few people bear.
_PLACE_STARTS = _names(
    "Ash Birch Black Brad Bram Brook Burn Cal Chad Clay Cold Crom Dal Den Dray East Elm Fair Fern Fox "
    "Garth Gold Grim Hal Harb Hart Haw Hazel Heath Hol Horn Hurst Ing Kel Kirk Lang Lin Lock Long Mar "
    "Mel Mill Mor Net New Nor Oak Old Orm Pen Pick Quar Raven Red Rock Ros Rush Sand Scar Shep Sil Stan "
    "Stock Sut Thorn Thur Tun Under Wal War Wat Wel West Whit Wick Win Wood Wor Yar"
)
_PLACE_ENDS = _names(
    "beck borne bridge brook burn bury by combe cote croft dale den field ford gate grove ham hill "
    "holme house hurst land ley low mere mond more ridge shaw stead stone thorpe ton wall ward water "
    "well wick win wood worth yard"
)

HERITAGES: dict[str, Heritage] = {
    "British": Heritage(
        share=58,
        ethnicity=("WBRI",),
        girls=_names(
            "Olivia Amelia Isla Ava Lily Ivy Freya Florence Willow Isabella Grace Evie Elsie Poppy Sophie Emily "
            "Charlotte Daisy Ella Mia Millie Evelyn Phoebe Sienna Matilda Harper Ruby Alice Emma Jessica Chloe "
            "Lucy Sarah Laura Rebecca Gemma Rachel Kelly Claire Lisa Nicola Michelle Amy Hannah Lauren Bethany "
            "Megan Jade Kayleigh Stacey Donna Tracey Leanne Natalie Samantha Victoria Louise Joanne Karen Julie "
            "Susan Catherine Elizabeth Eleanor Imogen Scarlett Layla Lottie Rosie Maisie Erin Georgia Holly "
            "Molly Abigail Summer Skye Paige Demi Courtney Kiera Lacey Tegan Bronwen Rhian Carys Angharad "
            "Mhairi Eilidh Fiona Morag Heather Jacqueline Mary-Jane"
        ),
        boys=_names(
            "Oliver George Arthur Noah Leo Oscar Harry Archie Jack Henry Charlie Freddie Theodore Thomas Alfie "
            "Jacob William James Joshua Lucas Theo Isaac Joseph Edward Alexander Teddy Ethan Daniel Samuel Max "
            "Logan Harrison Mason Finley Benjamin Sebastian Toby Riley Jayden Tyler Callum Connor Liam Jake "
            "Ryan Luke Matthew Adam Michael Christopher David Andrew Paul Mark Stephen Steven Richard Robert "
            "Lee Craig Darren Wayne Gary Kevin Stuart Philip Simon Martin Anthony Peter John Nathan Kieran Dean "
            "Scott Shane Ashley Kyle Reece Rhys Owen Dylan Evan Gethin Dafydd Hamish Fraser Angus Euan Geoffrey "
            "Graham Alan Keith Ian Neil Nicholas Dominic Alfred"
        ),
        family=_names(
            "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker "
            "White Roberts Green Hall Wood Jackson Clarke Thomas Harris Lewis Hughes Edwards Turner Martin "
            "Cooper Hill Ward Morris Moore Clark Baker Harrison King Lee Morgan Allen James Phillips Scott "
            "Watson Davis Parker Bennett Price Griffiths Young Cook Mitchell Bailey Carter Richardson Shaw "
            "Kelly Collins Bell Richards Cox Miller Anderson Marshall Ellis Gray Simpson Wilkinson Foster "
            "Campbell Chapman Adams Rogers Webb Murray Hunt Mills Palmer Holmes Mason Barnes Knight Stevens "
            "Powell Fisher Lloyd Barker Pearson Matthews Fletcher Fox Dixon Hudson Reynolds Gibson Graham "
            "Stewart Dawson Butler Burton Walsh Jenkins Ford Elliott Payne Spencer Hart Bradley West Cunningham "
            "Macdonald McDonald MacKenzie McKenzie McIntyre MacGregor Sinclair Ferguson Pritchard Llewellyn "
            "Prosser Hargreaves Ramsbottom Entwistle Postlethwaite Featherstone Oldroyd Armitage Greenhalgh "
            "Hebblethwaite Smyth Smythe Clerk Philips Stephens Stephenson Phillipson Blythe Cholmondeley "
            "Wetherby Peacock Nightingale Starling"
        ),
        composed=0.42,
        evenly=9,
    ),
    "Irish": Heritage(
        share=4,
        ethnicity=("WIRI", "WIRT"),
        girls=_names(
            "Aoife Niamh Ciara Saoirse Caoimhe Siobhán Sinéad Róisín Orla Gráinne Maeve Clodagh Eimear Deirdre "
            "Bridget Kathleen Margaret Mary Nora Shannon Sorcha Aisling Bernadette"
        ),
        boys=_names(
            "Seán Conor Cian Oisín Patrick Eoin Eoghan Pádraig Declan Cormac Tadhg Ciarán Darragh Fionn Niall "
            "Brendan Michael Martin John Liam Donal Ruairí Séamus Fergus"
        ),
        family=_names(
            "Murphy O'Brien O'Connor O'Neill Kelly Byrne Ryan O'Sullivan Doyle McCarthy Gallagher Doherty "
            "Kennedy Lynch Murray Quinn Moore McLaughlin Connors Ward McDonagh Maughan O'Driscoll O'Donoghue "
            "Fitzgerald Ó_Briain Ní_Dhomhnaill MacDermott McGuinness Delaney Nolan Joyce Cash Stokes"
        ),
    ),
    "Pakistani and Bangladeshi": Heritage(
        share=13,
        ethnicity=("APKN", "ABAN"),
        girls=_names(
            "Aisha Fatima Maryam Zainab Khadija Amina Ayesha Hafsa Safiya Sumaiya Iqra Noor Zara Hira Sana "
            "Saima Rukhsana Nasreen Shabana Yasmin Rabia Bushra Mehwish Nusrat Tahira Farzana Rahima Shazia "
            "Samina Parveen Nazia Halima"
        ),
        boys=_names(
            "Mohammed Muhammad Mohammad Ibrahim Yusuf Ali Hamza Zain Bilal Umar Usman Hassan Hussain "
            "Abdul_Rahman Adam Ismail Imran Tariq Khalid Asif Kashif Shahid Junaid Faisal Nadeem Wasim Qasim "
            "Haroon Mustafa Zubair Rashid Sajid Kamran Adnan Abdullah Rayyan Idris Musa"
        ),
        family=_names(
            "Khan Hussain Ahmed Ali Begum Akhtar Mahmood Malik Iqbal Shah Mohammed Rahman Miah Uddin Bibi "
            "Hussein Ahmad Mirza Chaudhry Choudhury Butt Rashid Aslam Anwar Raja Qureshi Siddiqui Sheikh Islam "
            "Haque Kazi Talukdar Hoque Kauser Ashraf Bhatti Dar Ghafoor Zaman Saleem Nawaz Riaz Sharif"
        ),
        evenly=3,
    ),
    "Indian": Heritage(
        share=6,
        ethnicity=("AIND", "AOTH"),
        girls=_names(
            "Priya Anjali Kavita Meera Simran Harpreet Gurpreet Jaspreet Manpreet Diya Aanya Saanvi Anaya Nisha "
            "Pooja Sunita Geeta Asha Lakshmi Shreya Isha Rani Kiran Amrita Hansa Bhavna Nirupa Thilini Dilini"
        ),
        boys=_names(
            "Arjun Aarav Rohan Raj Vikram Sanjay Gurpreet Harjit Manjit Jaspal Amit Rahul Dev Kiran Nikhil Anil "
            "Sunil Ravi Krishnan Sukhdev Baljit Pritesh Jignesh Hitesh Bhavesh Dilshan Nuwan Suresh Karthik"
        ),
        family=_names(
            "Patel Singh Kaur Shah Sharma Gill Mistry Desai Chauhan Parmar Sandhu Dhillon Gupta Kumar Mehta "
            "Joshi Solanki Sidhu Bains Dhaliwal Nair Iyer Perera Fernando Silva Rathod Chopra Kapoor Reddy "
            "Krishnamurthy Balasubramaniam"
        ),
        evenly=2,
    ),
    "West African": Heritage(
        share=5,
        ethnicity=("BAFR",),
        girls=_names(
            "Blessing Grace Chioma Ngozi Adaeze Ifeoma Temitope Folake Yetunde Abimbola Ama Akosua Efua Abena "
            "Esi Mercy Precious Favour Amarachi Oluwaseun Titilayo Fatou Mariama Isatu Aminata"
        ),
        boys=_names(
            "Emmanuel David Samuel Chinedu Emeka Obinna Ikenna Oluwaseun Tunde Babatunde Femi Kwame Kofi Kojo "
            "Yaw Kwabena Daniel Joshua Segun Ayodele Chukwuemeka Ousmane Lamin Ebrima Ibrahima"
        ),
        family=_names(
            "Okafor Mensah Adeyemi Owusu Okonkwo Asante Boateng Adebayo Eze Okoro Appiah Osei Nwosu Balogun "
            "Ogunleye Agyeman Amoah Ojo Bello Adeleke Nwachukwu Olawale Ogunbanjo Chukwu Acheampong Sesay "
            "Kamara Jallow Ceesay Diallo Conteh Bangura Oyelaran Onyekachi"
        ),
        evenly=4,
    ),
    "East African": Heritage(
        share=3,
        ethnicity=("BAFR",),
        girls=_names(
            "Hodan Ayaan Fadumo Khadra Sahra Hibo Ifrah Nimco Asha Hawa Saba Selam Feven Rahel Winta Bilen Zahra"
        ),
        boys=_names(
            "Abdi Abdirahman Mohamed Mohamud Ahmed Yusuf Liban Guled Mahad Warsame Khadar Dawit Yonas Filmon "
            "Samuel Robel"
        ),
        family=_names(
            "Mohamed Ali Hassan Abdi Ahmed Omar Farah Hussein Ibrahim Yusuf Warsame Osman Jama Aden Nur Haile "
            "Tesfaye Gebremedhin Tekle Mohamud Abdullahi"
        ),
        evenly=4,
    ),
    "Caribbean": Heritage(
        share=3,
        ethnicity=("BCRB", "MWBC"),
        girls=_names(
            "Shanice Shantel Kezia Renée Jada Aaliyah Imani Tiana Keisha Chantelle Monique Nia Simone Tamara Zoë"
        ),
        boys=_names(
            "Jerome Tyrone Marlon Leroy Winston Dwayne Kai Malachi Jermaine Andre Curtis Delroy Isaiah Elijah Reuben"
        ),
        family=_names(
            "Campbell Brown Williams Clarke Francis Thomas Joseph Charles Gordon Reid Grant Morgan Henry "
            "St_Louis Augustine Blake Baptiste Pierre Lewinson Bogle"
        ),
    ),
    "Polish": Heritage(
        share=3,
        ethnicity=("WOTH",),
        girls=_names(
            "Zuzanna Julia Zofia Maja Oliwia Katarzyna Małgorzata Agnieszka Joanna Magdalena Wiktoria Natalia "
            "Aleksandra Anna Ewa Kinga Żaneta Elżbieta Łucja"
        ),
        boys=_names(
            "Jakub Antoni Szymon Jan Filip Kacper Mateusz Wojciech Piotr Krzysztof Andrzej Tomasz Paweł Michał "
            "Łukasz Grzegorz Bartosz Bartłomiej Sławomir Wiesław"
        ),
        family=_names(
            "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak "
            "Dąbrowski Kozłowski Jankowski Mazur Krawczyk Piotrowski Grabowski Pawłowski Michalska Kowalska "
            "Wiśniewska Brzęczyszczak"
        ),
    ),
    "Eastern European": Heritage(
        share=2.5,
        ethnicity=("WOTH", "WROM"),
        girls=_names(
            "Andreea Maria Elena Ioana Raluca Denisa Florica Nataliia Oksana Olena Yuliia Svitlana Iveta Rasa "
            "Jolanta Eglė"
        ),
        boys=_names(
            "Andrei Ionuț Ștefan Mihai Bogdan Florin Cristian Oleksandr Dmytro Volodymyr Vasyl Serhii Mindaugas "
            "Tomas Ján"
        ),
        family=_names(
            "Popescu Ionescu Popa Dumitru Stan Ciobanu Munteanu Shevchenko Kovalenko Bondarenko Tkachenko "
            "Kravchenko Horváth Balog Lakatoš Kazlauskas Petrauskas Ivanova Petrov Dimitrova Georgiev Hristova"
        ),
    ),
    "Arab, Kurdish and Turkish": Heritage(
        share=2,
        ethnicity=("OOTH", "WOTH"),
        girls=_names("Leila Rania Hana Shirin Rojin Zeynep Elif Ayşe Nour Salma Dunya Shilan Dalal Fatma Rima Yasmine"),
        boys=_names(
            "Omar Karim Youssef Mustafa Mehmet Emre Baran Azad Rebwar Karwan Ahmad Khaled Mahmoud Tarek Hasan Yılmaz"
        ),
        family=_names(
            "Hassan Al-Hassan Al-Sayed El-Sayed Yılmaz Kaya Demir Öztürk Rashid Aziz Karim Mustafa Haddad "
            "Nasser Abdulrahman Ibrahim Barzani Saleh Khoury Mansour"
        ),
    ),
    "Chinese and Vietnamese": Heritage(
        share=1.5,
        ethnicity=("CHNE", "AOTH"),
        girls=_names("Mei Li Xin Ying Wei Yan Jing Linh Thu Hương Mai Ngọc Lan Siew Hui"),
        boys=_names("Wei Jun Ming Hao Chen Tao Jian Minh Tuấn Đức Hùng Quang Kai Bo Long"),
        family=_names("Wong Chan Li Chen Wang Zhang Lee Nguyễn Trần Lê Phạm Hoàng Lin Liu Ng Ho Cheung Tang Đặng Vũ"),
        evenly=4,
    ),
    "Portuguese and Brazilian": Heritage(
        share=1,
        ethnicity=("WOTH", "MOTH"),
        girls=_names("Ana Beatriz Mariana Inês Leonor Catarina Letícia Luísa Joana Conceição Débora Sofia"),
        boys=_names("João Miguel Tiago Rafael Pedro Duarte Gonçalo Luís André Thiago Nuno Rui"),
        family=_names(
            "Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins de_Souza da_Silva Gomes Núñez "
            "Araújo Conceição"
        ),
    ),
}

_SHARES = list(accumulate(heritage.share for heritage in HERITAGES.values()))
