"""Themes of harm: what had hurt children, or might."""

from sightline.synthetic.theme import Theme

NEGLECT = Theme(
    key="neglect", need="N1", category="NEG", factors=("16A", "4B", "17A", "1B"), eldest=(3, 13),
    referrals=(
        ("2A", "{names} came to {school} hungry on several mornings this month and without a coat. {parent} "
               "didn't "
               "come to the two meetings that the school arranged. Staff have offered breakfast club."),
        ("2A", "Attendance at {school} has fallen below 70 per cent since the new term. On the days that "
               "{names} did "
               "come in, clothes had not been washed and homework was not done. Staff are fond of the family "
               "and "
               "say that this is a change."),
        ("3B", "Three health visitor appointments were missed. When the home was seen there was little food "
               "in and "
               "nowhere clear for {names} to play or sleep. {parent} said that everything has got on top of "
               "them."),
        ("4", "The housing officer saw broken windows and no heating, with {names} at home. {parent} said "
              "that the "
              "meter had run out and there was no money until Friday."),
        ("1A", "{parent}'s sister is worried that {names} fended for themselves for most of the weekend. She "
               "has "
               "been taking meals round and would help more if asked."),
    ),
    why=(
        "We came to know you because school noticed that you were often hungry and tired, and wanted things "
        "to be easier for you at home.",
        "People who care about you were worried that home had become hard to manage and that you were "
        "missing meals, sleep and school.",
        "We became involved when home had got on top of the grown-ups and you weren't always getting the "
        "care you need.",
    ),
    change=(
        "What we want to see: food in the cupboard every day, a bed of your own, and you in school and ready "
        "to learn.",
        "The plan can end when mornings run smoothly without help, and your health appointments are kept.",
        "Things will be good enough when the house stays warm and clean and there's someone to notice when "
        "you need something.",
    ),
    notes=(
        "The kitchen was clean and there was food in for the week. {parent} showed the new rota on the "
        "fridge.",
        "Bedrooms were cold and one mattress had no sheet. {parent} agreed to ring about the grant today, "
        "and did so during the visit.",
        "Uniform was washed and hanging up. Mornings are still rushed and two days of school were missed.",
        "The front room had been cleared and there was space to play. Bins still need sorting.",
    ),
)  # fmt: skip

DOMESTIC_ABUSE = Theme(
    key="domestic_abuse", need="N1", category="EMO", factors=("3B", "3A", "4B", "17A"), eldest=(1, 15),
    referrals=(
        ("6", "Officers were called to the home by a neighbour. There had been an argument in which {parent} "
              "was "
              "pushed. {names} {was} upstairs and had heard it. {parent} was given details of the domestic "
              "abuse service."),
        ("6", "Third call in two months to shouting between the adults. {names} {was} awake and upset when "
              "officers "
              "arrived. A safety plan was left with {parent}."),
        ("8", "The domestic abuse service has been supporting {parent} for six weeks. There are worries "
              "about what "
              "{names} may be seeing and hearing when the former partner comes to the house."),
        ("2A", "{names} told a teaching assistant at {school} about shouting at night and of being "
               "frightened to go "
               "home. {parent} was open about this when the school rang."),
        ("3A", "{parent} told the GP that a partner controls the money and the phone. {parent} agreed to "
               "this referral "
               "and asked that letters aren't sent to the house."),
    ),
    why=(
        "We came to know you because there was shouting and fighting between grown-ups at home, and that is "
        "frightening to live with. None of it was your fault.",
        "The police told us that a grown-up had been hurt at home while you were there. We wanted to be sure "
        "that you were safe.",
        "We became involved because you had been hearing arguments at night and were worried about the "
        "people you love.",
    ),
    change=(
        "We want nights to be quiet, and for you to know who to ring and where to go if you are frightened.",
        "The plan can end when it has been calm for a good while and the grown-ups keep to the safety plan.",
        "What must change: no more fighting where you can see or hear it, and help for the person who did it "
        "to stop.",
    ),
    notes=(
        "{parent} is in touch with the domestic abuse worker each week and has changed the locks.",
        "The safety plan was gone through again; the code word was remembered without help.",
        "{parent} spoke about how tired they are of court letters. Support with the solicitor was offered.",
        "The house was calm. {parent} said that there had been no contact since the last visit.",
    ),
)  # fmt: skip

DRINKING = Theme(
    key="drinking", need="N1", category="NEG", factors=("1B", "16A", "4B"), eldest=(2, 15),
    referrals=(
        ("2A", "{parent} arrived at {school} unsteady at pick-up time and smelt of alcohol. A grandparent "
               "was rung and "
               "took {names} home. This has happened once before."),
        ("6", "{parent} was found asleep in the park in the afternoon with {names} nearby. An aunt came to "
              "help. "
              "{parent} was very sorry and asked for help with drinking."),
        ("1A", "A grandmother says that {parent} has been drinking every day since losing their job and that "
               "{names} "
               "{was} making their own tea. She doesn't want the family to know that she rang."),
        ("3E", "{parent} came to the emergency department after a fall at home. {names} {was} brought along "
               "because "
               "there was nobody else. {parent} accepts that drinking has become a problem."),
    ),
    why=(
        "We came to know you because drinking had made it hard for a grown-up at home to look after you "
        "every day.",
        "Someone who loves you told us that drink had got in the way at home and that you needed more "
        "looking after.",
        "We became involved because there were days when the person looking after you had drunk too much to "
        "keep you safe.",
    ),
    change=(
        "We want there always to be a sober grown-up with you, and help for the one who finds it hard.",
        "The plan can end when the drinking has stayed under control for six months and you no longer have "
        "to check.",
        "What must change: you can be a child at home, and somebody else does the worrying.",
    ),
    notes=(
        "{parent} has kept every appointment with the recovery service this month and was proud to say so.",
        "{parent} spoke honestly of a bad weekend. The grandparents had the children until Monday, as "
        "planned.",
        "No sign of drinking today. Bottles had been put out; {parent} said that they were old ones.",
        "{parent} was well and talked about going back to work part-time.",
    ),
)  # fmt: skip

DRUGS = Theme(
    key="drugs", need="N1", category="NEG", factors=("2B", "16A", "4B", "3B"), eldest=(1, 14),
    referrals=(
        ("3F", "{parent}'s drug worker is worried: two appointments were missed and {parent} says that they "
               "are using again. "
               "{names} {was} seen last week and looked well."),
        ("6", "A search of the home found drugs within reach. {names} {was} asleep. {parent} was frank with "
              "officers and rang "
              "a relative to come over."),
        ("3B", "{parent} was hard to rouse in the morning on two visits. {names} {was} clean and fed, and an "
               "older "
               "relative was helping."),
        ("9", "An anonymous caller says that people come and go at all hours and that {names} {was} out in "
              "the street late. "
              "The caller asked that somebody look in."),
    ),
    why=(
        "We came to know you because drugs were getting in the way of your being looked after.",
        "A grown-up at home was trying to stop using drugs and it had got harder again.",
        "We became involved because there were too many visitors at home and not enough calm.",
    ),
    change=(
        "We want home to be safe to crawl, play and sleep in, every day of the week.",
        "The plan can end when treatment has held for six months and the visitors have stopped.",
        "What must change: nothing dangerous in reach, and a grown-up who's awake when you are.",
    ),
    notes=(
        "The lock box was in its place and {parent} showed the key. Test results this month were clear.",
        "{parent} missed the clinic on Monday and had rebooked before we spoke of it.",
        "No visitors. The front room has been painted, with help from a cousin.",
        "{parent} talked about the craving that comes on Fridays, and what has helped.",
    ),
)  # fmt: skip

HURT = Theme(
    key="hurt", need="N1", category="PHY", factors=("18C", "17A", "4B"), eldest=(2, 14),
    referrals=(
        ("2A", "{names} had a mark on the arm and told a teacher at {school} that it was from being grabbed. "
               "{parent} has "
               "been told that the school is making this referral."),
        ("3E", "A bruise was seen at the emergency department that did not fit with the account given. "
               "{parent} stayed with "
               "{names} and agreed to wait for a social worker."),
        ("2A", "{names} said at {school} that a smack at home had left a mark. {parent} says that it was "
               "done in temper "
               "and regrets it."),
        ("1A", "A father who doesn't live with the family rang after {names} told him of being hit with a "
               "slipper. He is "
               "worried, and wants to help rather than blame."),
    ),
    why=(
        "We came to know you because you told someone that you had been hurt at home. You were brave, and "
        "right to tell.",
        "A mark was seen that should not have been there, and we wanted to understand how it happened and "
        "keep you safe.",
        "We became involved because a grown-up lost their temper with you. That shouldn't happen to any "
        "child.",
    ),
    change=(
        "We want nobody to hurt you, and the grown-ups to have other ways when they are cross.",
        "The plan can end when it has been safe for a good while and you tell us that you feel it.",
        "What must change: no smacking, no grabbing, and someone you can tell.",
    ),
    notes=(
        "{parent} has been to four sessions of the parenting course and talked about what has been useful.",
        "No marks were seen. {parent} described stepping into the garden rather than shouting.",
        "{parent} finds bedtimes the hardest. A plan for the evenings was made together and written up.",
        "Grandparents now come on the two evenings that are hardest. Everyone says that it is calmer.",
    ),
)  # fmt: skip

UNSAFE_ADULT = Theme(
    key="unsafe_adult", need="N1", category="SAB", factors=("19C", "17A", "5B"), eldest=(4, 14),
    referrals=(
        ("6", "Police have told us of an adult visiting the home who isn't safe for children to be alone "
              "with. {parent} says "
              "that they didn't know, and wants to keep {names} safe."),
        ("7", "Probation asks for an assessment. A person under their supervision has begun a friendship "
              "with {parent}, "
              "and has spent time at the home with {names}."),
        ("2A", "{names} told a member of staff at {school} about a visitor who made them feel uncomfortable. "
               "Staff listened, "
               "asked nothing further and rang at once."),
    ),
    why=(
        "We came to know you because somebody who visited was not a safe person for children to be with.",
        "You told someone at school that a visitor made you uncomfortable. You were believed.",
        "We became involved to help your family keep you safe from a person who could harm children.",
    ),
    change=(
        "We want every grown-up around you to know who may be with you, and who may not.",
        "The plan can end when your family keeps to the safety plan without reminders.",
        "What must change: that person stays away, and you know that you can always tell.",
    ),
    notes=(
        "{parent} described the safety plan in their own words, and who may collect from school.",
        "Protective behaviours work went on with the family support worker; {parent} sat in for the last ten "
        "minutes.",
        "{parent} has not had contact and showed that the number is blocked. They find it lonely, and said "
        "so.",
        "The grandparents have been told, with {parent}'s agreement, and are keeping to the plan.",
    ),
)  # fmt: skip

EXPLOITATION = Theme(
    key="exploitation", need="N1", category="NEG", factors=("24A", "10A", "13A", "2A"), eldest=(13, 17), alone=True,
    referrals=(
        ("6", "{eldest} was reported missing for the third time in a month and came home in a taxi with a "
              "new phone. Officers "
              "are worried that older people are taking advantage of {eldest}."),
        ("2A", "{eldest} has stopped coming to {school} on Thursdays and Fridays. Friends told the head of "
               "year that older "
               "boys wait at the gate with a car."),
        ("5B", "The youth justice service asks for an assessment. They see {eldest} as a young person who is "
               "being "
               "used by others, and not as a young person in trouble."),
        ("1A", "{parent} found a second phone and a train ticket that they can't explain. {eldest} seems "
               "frightened and "
               "will not say of whom."),
    ),
    why=(
        "We came to know you because older people were getting you to do things for them. You aren't to "
        "blame for that.",
        "Your family and the police were worried about who you were with when you were missing.",
        "We became involved because someone was using you, and we want to help you get free of it.",
    ),
    change=(
        "We want you to have people to ring at any hour, and reasons to stay.",
        "The plan can end when you are safe where you spend your time, not only at home.",
        "What must change: the people who use you are stopped, and you get back to what you enjoy.",
    ),
    notes=(
        "Home on time all week. {parent} and {eldest} have agreed on one phone and on what to do if a call "
        "comes.",
        "{eldest} didn't want to talk about last weekend. The return interview was offered again, with a "
        "worker of their own choice.",
        "The mapping meeting has shared its plan with {parent}; the park is being looked at with the police "
        "and the rangers.",
        "{eldest} began boxing on Tuesdays with a mentor who collects and brings back.",
    ),
)  # fmt: skip
