"""Why families in the invented council came to be known: what was worrying, what must change, what visits found.

Every sentence is invented. They are written as one would want to find them in one's own record years
later: plain, fair to parents, and without detail that serves nobody. In ``why`` and ``change`` the child
is "you"; in ``referrals`` and ``notes`` the family is named through the braces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Theme:
    """One reason for being known.

    referrals: pairs of the source's code (census item N00152) and what was said. eldest: the ages of the
    eldest child for whom it is believable. alone: it is about one child, and not brothers and sisters. factors: codes found at assessment, the likeliest first.
    """

    key: str
    need: str
    category: str
    factors: Sequence[str]
    referrals: Sequence[tuple[str, str]]
    why: Sequence[str]
    change: Sequence[str]
    notes: Sequence[str]
    eldest: tuple[int, int] = (1, 16)
    alone: bool = False


NEGLECT = Theme(
    key="neglect", need="N1", category="NEG", factors=("16A", "4B", "17A", "1B"), eldest=(3, 13),
    referrals=(
        ("2A", "{names} came to {school} hungry on several mornings this month and without a coat. {parent} didn't "
               "come to the two meetings that the school arranged. Staff have offered breakfast club."),
        ("2A", "Attendance at {school} has fallen below 70 per cent since the new term. On the days that {names} did "
               "come in, clothes had not been washed and homework was not done. Staff are fond of the family and "
               "say that this is a change."),
        ("3B", "Three health visitor appointments were missed. When the home was seen there was little food in and "
               "nowhere clear for {names} to play or sleep. {parent} said that everything has got on top of them."),
        ("4", "The housing officer saw broken windows and no heating, with {names} at home. {parent} said that the "
              "meter had run out and there was no money until Friday."),
        ("1A", "{parent}'s sister is worried that {names} fended for themselves for most of the weekend. She has "
               "been taking meals round and would help more if asked."),
    ),
    why=(
        "We came to know you because school noticed that you were often hungry and tired, and wanted things to be easier for you at home.",
        "People who care about you were worried that home had become hard to manage and that you were missing meals, sleep and school.",
        "We became involved when home had got on top of the grown-ups and you weren't always getting the care you need.",
    ),
    change=(
        "What we want to see: food in the cupboard every day, a bed of your own, and you in school and ready to learn.",
        "The plan can end when mornings run smoothly without help, and your health appointments are kept.",
        "Things will be good enough when the house stays warm and clean and there's someone to notice when you need something.",
    ),
    notes=(
        "The kitchen was clean and there was food in for the week. {parent} showed the new rota on the fridge.",
        "Bedrooms were cold and one mattress had no sheet. {parent} agreed to ring about the grant today, and did so during the visit.",
        "Uniform was washed and hanging up. Mornings are still rushed and two days of school were missed.",
        "The front room had been cleared and there was space to play. Bins still need sorting.",
    ),
)  # fmt: skip

DOMESTIC_ABUSE = Theme(
    key="domestic_abuse", need="N1", category="EMO", factors=("3B", "3A", "4B", "17A"), eldest=(1, 15),
    referrals=(
        ("6", "Officers were called to the home by a neighbour. There had been an argument in which {parent} was "
              "pushed. {names} {was} upstairs and had heard it. {parent} was given details of the domestic abuse service."),
        ("6", "Third call in two months to shouting between the adults. {names} {was} awake and upset when officers "
              "arrived. A safety plan was left with {parent}."),
        ("8", "The domestic abuse service has been supporting {parent} for six weeks. There are worries about what "
              "{names} may be seeing and hearing when the former partner comes to the house."),
        ("2A", "{names} told a teaching assistant at {school} about shouting at night and of being frightened to go "
               "home. {parent} was open about this when the school rang."),
        ("3A", "{parent} told the GP that a partner controls the money and the phone. {parent} agreed to this referral "
               "and asked that letters aren't sent to the house."),
    ),
    why=(
        "We came to know you because there was shouting and fighting between grown-ups at home, and that is frightening to live with. None of it was your fault.",
        "The police told us that a grown-up had been hurt at home while you were there. We wanted to be sure that you were safe.",
        "We became involved because you had been hearing arguments at night and were worried about the people you love.",
    ),
    change=(
        "We want nights to be quiet, and for you to know who to ring and where to go if you are frightened.",
        "The plan can end when it has been calm for a good while and the grown-ups keep to the safety plan.",
        "What must change: no more fighting where you can see or hear it, and help for the person who did it to stop.",
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
        ("2A", "{parent} arrived at {school} unsteady at pick-up time and smelt of alcohol. A grandparent was rung and "
               "took {names} home. This has happened once before."),
        ("6", "{parent} was found asleep in the park in the afternoon with {names} nearby. An aunt came to help. "
              "{parent} was very sorry and asked for help with drinking."),
        ("1A", "A grandmother says that {parent} has been drinking every day since losing their job and that {names} "
               "{was} making their own tea. She doesn't want the family to know that she rang."),
        ("3E", "{parent} came to the emergency department after a fall at home. {names} {was} brought along because "
               "there was nobody else. {parent} accepts that drinking has become a problem."),
    ),
    why=(
        "We came to know you because drinking had made it hard for a grown-up at home to look after you every day.",
        "Someone who loves you told us that drink had got in the way at home and that you needed more looking after.",
        "We became involved because there were days when the person looking after you had drunk too much to keep you safe.",
    ),
    change=(
        "We want there always to be a sober grown-up with you, and help for the one who finds it hard.",
        "The plan can end when the drinking has stayed under control for six months and you no longer have to check.",
        "What must change: you can be a child at home, and somebody else does the worrying.",
    ),
    notes=(
        "{parent} has kept every appointment with the recovery service this month and was proud to say so.",
        "{parent} spoke honestly of a bad weekend. The grandparents had the children until Monday, as planned.",
        "No sign of drinking today. Bottles had been put out; {parent} said that they were old ones.",
        "{parent} was well and talked about going back to work part-time.",
    ),
)  # fmt: skip

PARENT_UNWELL = Theme(
    key="parent_unwell", need="N3", category="EMO", factors=("4B", "7A", "17A"), eldest=(1, 15),
    referrals=(
        ("3A", "{parent} has been low for some months and told the GP of not managing to get up on some days. There is "
               "little family nearby. {parent} agreed to this referral."),
        ("3F", "{parent} was admitted to the mental health ward on Tuesday. {names} {was} staying with a neighbour, who "
               "can help until the weekend only."),
        ("2A", "{names} {was} late on most days this half-term. {parent} told {school} that the tablets make mornings "
               "impossible and asked if anyone could help."),
        ("3B", "{parent} cried through the review at home and said that nothing feels worth doing. {names} {was} well "
               "cared for, but {parent} has nobody to talk to."),
    ),
    why=(
        "We came to know you because your family was coping with an illness that can't be seen, and it was a lot for one household.",
        "A grown-up who looks after you became unwell in their mind and needed rest and help. You were worried about them.",
        "We became involved so that you'd have help while someone at home was too poorly to do everything.",
    ),
    change=(
        "We want you to know what happens on a bad day, and who comes.",
        "The plan can end when the illness is being treated and there's a grown-up to step in who you trust.",
        "What must change: it isn't your job to keep anyone well.",
    ),
    notes=(
        "{parent} was dressed and had been for a walk. The new medicine seems to suit.",
        "{parent} found today hard and was tearful. The community nurse was rung and will come tomorrow.",
        "A neighbour now does the school run on Mondays, which has helped.",
        "The plan for bad days was read through together and two telephone numbers were corrected.",
    ),
)  # fmt: skip

DISABILITY = Theme(
    key="disability", need="N2", category="NEG", factors=("6A", "5A", "4B", "20"), eldest=(3, 16), alone=True,
    referrals=(
        ("3F", "The community paediatrician asks for an assessment of {eldest}, who needs help with washing, dressing "
               "and moving about. {parent} has had no break for over a year."),
        ("2A", "{school} asks for short breaks for the family. {eldest} sleeps for about four hours a night and "
               "{parent} is worn out. The school holidays are the hardest."),
        ("1A", "{parent} asked for an assessment. The equipment at home was fitted three years ago and has been outgrown; "
               "{parent} can't lift {eldest} safely any more."),
        ("5D", "Early help has supported the family with sleep and communication. The family now needs more than "
               "early help can offer, and {parent} agrees."),
    ),
    why=(
        "We know you because you have a disability and your family asked for help so that all of you can do the things other families do.",
        "Your family asked for short breaks and equipment, so that home works for you as you grow.",
        "We became involved to help your family with care at night and in the holidays.",
    ),
    change=(
        "The plan is about you having fun with people you trust, and your family getting some sleep.",
        "We review it so that the help grows as you do, and so that moving to adult services isn't a cliff edge.",
        "Good looks like this: the right equipment at home, a club you enjoy and a break for everyone.",
    ),
    notes=(
        "The new hoist works well and {parent} no longer lifts alone. The bathroom is still waiting for its date.",
        "Short breaks on Saturdays are going well; the staff there have learnt the signs for drink, finished and music.",
        "{parent} asked about the summer holidays. The application went in during the visit.",
        "Choices were offered with picture cards; the garden was chosen, and the visit was spent there.",
    ),
)  # fmt: skip

HURT = Theme(
    key="hurt", need="N1", category="PHY", factors=("18C", "17A", "4B"), eldest=(2, 14),
    referrals=(
        ("2A", "{names} had a mark on the arm and told a teacher at {school} that it was from being grabbed. {parent} has "
               "been told that the school is making this referral."),
        ("3E", "A bruise was seen at the emergency department that did not fit with the account given. {parent} stayed with "
               "{names} and agreed to wait for a social worker."),
        ("2A", "{names} said at {school} that a smack at home had left a mark. {parent} says that it was done in temper "
               "and regrets it."),
        ("1A", "A father who doesn't live with the family rang after {names} told him of being hit with a slipper. He is "
               "worried, and wants to help rather than blame."),
    ),
    why=(
        "We came to know you because you told someone that you had been hurt at home. You were brave, and right to tell.",
        "A mark was seen that should not have been there, and we wanted to understand how it happened and keep you safe.",
        "We became involved because a grown-up lost their temper with you. That shouldn't happen to any child.",
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

TEENAGE_CONFLICT = Theme(
    key="conflict", need="N5", category="EMO", factors=("4A", "14A", "10A", "17A"), eldest=(12, 16), alone=True,
    referrals=(
        ("1A", "{parent} rang to say that they can't go on. Arguments with {eldest} happen most days, and {eldest} left "
               "home for two nights last week to stay with a friend."),
        ("2A", "{eldest} told a tutor at {school} of not wanting to go home. There have been arguments since a step-parent "
               "moved in. {eldest} asked for help to be listened to."),
        ("1C", "{eldest} rang the front door to ask whether it is possible to live with an aunt. {eldest} says that "
               "home is nothing but rows."),
        ("6", "Called to the home at half past ten at night after a row in which a door was broken. {eldest} and {parent} "
              "had both calmed down and asked for some help."),
    ),
    why=(
        "We came to know you when arguments at home had become so bad that you didn't always sleep there.",
        "You asked for help because nobody at home seemed to be listening any more.",
        "We became involved because you and your family had stopped being able to talk without a row.",
    ),
    change=(
        "We want home to be a place you can go back to after a bad day.",
        "The plan can end when rows get mended the same day and everyone knows what to do instead.",
        "What must change: you are heard before decisions are made about you.",
    ),
    notes=(
        "Mediation has begun. {parent} and {eldest} each listed what they would like the other to know.",
        "{eldest} chose to walk and talk. {parent} was seen afterwards.",
        "A better fortnight: two rows, both mended the same evening.",
        "{eldest} has a place at the youth centre's music sessions and went to the first one.",
    ),
)  # fmt: skip

EXPLOITATION = Theme(
    key="exploitation", need="N1", category="NEG", factors=("24A", "10A", "13A", "2A"), eldest=(13, 17), alone=True,
    referrals=(
        ("6", "{eldest} was reported missing for the third time in a month and came home in a taxi with a new phone. Officers "
              "are worried that older people are taking advantage of {eldest}."),
        ("2A", "{eldest} has stopped coming to {school} on Thursdays and Fridays. Friends told the head of year that older "
               "boys wait at the gate with a car."),
        ("5B", "The youth justice service asks for an assessment. They see {eldest} as a young person who is being "
               "used by others, and not as a young person in trouble."),
        ("1A", "{parent} found a second phone and a train ticket that they can't explain. {eldest} seems frightened and "
               "will not say of whom."),
    ),
    why=(
        "We came to know you because older people were getting you to do things for them. You aren't to blame for that.",
        "Your family and the police were worried about who you were with when you were missing.",
        "We became involved because someone was using you, and we want to help you get free of it.",
    ),
    change=(
        "We want you to have people to ring at any hour, and reasons to stay.",
        "The plan can end when you are safe where you spend your time, not only at home.",
        "What must change: the people who use you are stopped, and you get back to what you enjoy.",
    ),
    notes=(
        "Home on time all week. {parent} and {eldest} have agreed on one phone and on what to do if a call comes.",
        "{eldest} didn't want to talk about last weekend. The return interview was offered again, with a worker of their own choice.",
        "The mapping meeting has shared its plan with {parent}; the park is being looked at with the police and the rangers.",
        "{eldest} began boxing on Tuesdays with a mentor who collects and brings back.",
    ),
)  # fmt: skip

HOUSING = Theme(
    key="housing", need="N7", category="NEG", factors=("20", "4B", "16A"), eldest=(1, 15),
    referrals=(
        ("4", "The family must leave their home in three weeks because of rent arrears. {parent} has not opened the letters. "
              "{names} would have nowhere to go."),
        ("8", "The food bank has seen {parent} every week since Christmas. The family of {names} shares one room, and {parent} "
              "has no money coming in while a claim is sorted out."),
        ("2A", "{names} told {school} that they were sleeping on a sofa at a friend's house. {parent} was evicted at the "
               "weekend and had been too ashamed to say."),
        ("3B", "The flat has damp on every wall and {names} had a chest infection twice this winter. {parent} has "
               "complained to the landlord without an answer."),
    ),
    why=(
        "We came to know you because your family was about to lose its home, and that isn't something children should have to worry about.",
        "There wasn't enough money at home for food and heating, and your family asked for help.",
        "We became involved because where you lived was damp and crowded and making you ill.",
    ),
    change=(
        "We want you to have a warm, dry home that you can stay in.",
        "The plan can end when the rent is sorted out and there's money for food until the end of every week.",
        "What must change: somewhere settled to live, near your school and your friends.",
    ),
    notes=(
        "A payment plan is agreed with the landlord and the notice has been withdrawn for now.",
        "The family has moved to temporary housing: two rooms, dry, and a bus ride from school.",
        "{parent}'s claim has come through and the arrears are going down. Everyone seemed lighter.",
        "Damp was still there behind the beds. Environmental health will come on Thursday.",
    ),
)  # fmt: skip

UNSAFE_ADULT = Theme(
    key="unsafe_adult", need="N1", category="SAB", factors=("19C", "17A", "5B"), eldest=(4, 14),
    referrals=(
        ("6", "Police have told us of an adult visiting the home who isn't safe for children to be alone with. {parent} says "
              "that they didn't know, and wants to keep {names} safe."),
        ("7", "Probation asks for an assessment. A person under their supervision has begun a friendship with {parent}, "
              "and has spent time at the home with {names}."),
        ("2A", "{names} told a member of staff at {school} about a visitor who made them feel uncomfortable. Staff listened, "
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
        "Protective behaviours work went on with the family support worker; {parent} sat in for the last ten minutes.",
        "{parent} has not had contact and showed that the number is blocked. They find it lonely, and said so.",
        "The grandparents have been told, with {parent}'s agreement, and are keeping to the plan.",
    ),
)  # fmt: skip

DRUGS = Theme(
    key="drugs", need="N1", category="NEG", factors=("2B", "16A", "4B", "3B"), eldest=(1, 14),
    referrals=(
        ("3F", "{parent}'s drug worker is worried: two appointments were missed and {parent} says that they are using again. "
               "{names} {was} seen last week and looked well."),
        ("6", "A search of the home found drugs within reach. {names} {was} asleep. {parent} was frank with officers and rang "
              "a relative to come over."),
        ("3B", "{parent} was hard to rouse in the morning on two visits. {names} {was} clean and fed, and an older "
               "relative was helping."),
        ("9", "An anonymous caller says that people come and go at all hours and that {names} {was} out in the street late. "
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

YOUNG_CARER = Theme(
    key="young_carer", need="N3", category="EMO", factors=("7A", "6B", "4A"), eldest=(8, 16), alone=True,
    referrals=(
        ("2A", "{eldest} helps {parent} to wash and dress before coming to {school}, and is often late and tired. {eldest} is "
               "proud of helping and would like someone to notice."),
        ("3A", "{parent}'s condition has got worse and the GP learnt that {eldest} does the shopping, the cooking and the "
               "medicines. Adult social care has been asked as well."),
        ("8", "The young carers' project has known {eldest} for a year. Since {parent}'s operation it has become more than "
              "any child should carry."),
    ),
    why=(
        "We came to know you because you look after someone at home as well as going to school.",
        "You had been cooking, shopping and caring, and you were tired. You did it with love.",
        "We became involved so that grown-ups do the caring and you have time for yourself.",
    ),
    change=(
        "We want you to have time for friends and sleep, and paid carers for the rest.",
        "The plan can end when help at home comes every day, and you choose what you still want to do.",
        "What must change: you aren't the only one who knows where the tablets are.",
    ),
    notes=(
        "The carers now come at seven every morning. {eldest} has been on time for two weeks.",
        "{parent} would like {eldest} to go on the residential trip; forms were filled in together.",
        "Adult social care has agreed to four more hours a week from Monday.",
        "The carers didn't come at the weekend. The agency was rung from the house.",
    ),
)  # fmt: skip

PRE_BIRTH = Theme(
    key="pre_birth", need="N1", category="NEG", factors=("4B", "2B", "3B", "1B"), eldest=(0, 0), alone=True,
    referrals=(
        ("3D", "The community midwife refers before the birth. {parent} is having treatment for drug use, is keeping antenatal "
               "appointments and agreed that the midwife should ring."),
        ("3D", "{parent} booked late in pregnancy and has moved three times this year. The midwife would like a plan made "
               "in good time, and {parent} wants the same."),
        ("5C", "Another authority tells us that {parent} has moved here and is expecting a baby. An earlier child lives with "
               "grandparents. {parent} wants it to be different this time."),
        ("6", "Officers came to an argument between {parent}, who is expecting a baby, and a partner who has since left. "
              "{parent} asked for help to plan for the baby."),
    ),
    why=(
        "We came to know your family before you were born, so that everything would be ready for you.",
        "Life had been hard for your mum and she wanted help before you arrived.",
        "We became involved because the midwife wanted you to have the best start.",
    ),
    change=(
        "We want a calm home for you, with people around who can help at night.",
        "The plan can end when you are growing well and the help around your family holds.",
        "What must change: a safe place to live, and support that lasts past the first weeks.",
    ),
    notes=(
        "The cot is up and the clothes are washed and folded. {parent} talked about hopes and worries for the first weeks.",
        "{parent} has kept every antenatal appointment. The midwife joined for half an hour.",
        "The plan for the birth was read through together, and who will be there was agreed.",
        "{parent} was tired and a little low. The health visitor will come on Friday.",
    ),
)  # fmt: skip

NEEDS_SUPPORT = Theme(
    key="needs_support", need="N3", category="NEG", factors=("5B", "16A", "20"), eldest=(1, 11),
    referrals=(
        ("3B", "{parent} has a learning disability and works hard to follow advice. It helps when things are shown rather "
               "than written. {names} {was} gaining weight slowly."),
        ("5A", "Adult social care supports {parent}, who finds money and letters difficult. They ask whether {names} "
               "{was} getting all that children need at this age."),
        ("5D", "Early help has worked with the family for eight months. {parent} manages well with daily help and finds it "
               "hard without. They ask for a longer plan."),
    ),
    why=(
        "We came to know you because your family needed things explained in a way that worked for them.",
        "A grown-up who loves you finds some everyday things hard, and asked for help with them.",
        "We became involved so that somebody would show, and not only tell, what you need as you grow.",
    ),
    change=(
        "We want the help to stay for as long as it's needed, and not to stop at the first good month.",
        "The plan can end when routines are in place and there's a person to ring who explains well.",
        "What must change: appointments are kept and you keep growing well.",
    ),
    notes=(
        "The picture timetable is up in the kitchen and {parent} uses it. Bottles were made up correctly.",
        "{parent} showed how the new car seat is fitted, and was right to be proud.",
        "Letters had piled up again. They were opened together and two were answered.",
        "The advocate came too. {parent} asked good questions about nursery.",
    ),
)  # fmt: skip

ALL = (
    NEGLECT, DOMESTIC_ABUSE, PARENT_UNWELL, DRINKING, HURT, HOUSING, DRUGS, TEENAGE_CONFLICT, NEEDS_SUPPORT,
    EXPLOITATION, YOUNG_CARER, UNSAFE_ADULT, DISABILITY, PRE_BIRTH,
)  # fmt: skip
EVERYDAY = tuple(theme for theme in ALL if theme not in (DISABILITY, PRE_BIRTH))
"""The themes that any course of events may have."""
