"""Themes of need: illness, disability, housing, families under strain, babies to come."""

from sightline.synthetic.theme import Theme

PARENT_UNWELL = Theme(
    key="parent_unwell", need="N3", category="EMO", factors=("4B", "7A", "17A"), eldest=(1, 15),
    referrals=(
        ("3A", "{parent} has been low for some months and told the GP of not managing to get up on some "
               "days. There is "
               "little family nearby. {parent} agreed to this referral."),
        ("3F", "{parent} was admitted to the mental health ward on Tuesday. {names} {was} staying with a "
               "neighbour, who "
               "can help until the weekend only."),
        ("2A", "{names} {was} late on most days this half-term. {parent} told {school} that the tablets make "
               "mornings "
               "impossible and asked if anyone could help."),
        ("3B", "{parent} cried through the review at home and said that nothing feels worth doing. {names} "
               "{was} well "
               "cared for, but {parent} has nobody to talk to."),
    ),
    why=(
        "We came to know you because your family was coping with an illness that can't be seen, and it was a "
        "lot for one household.",
        "A grown-up who looks after you became unwell in their mind and needed rest and help. You were "
        "worried about them.",
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

NEEDS_SUPPORT = Theme(
    key="needs_support", need="N3", category="NEG", factors=("5B", "16A", "20"), eldest=(1, 11),
    referrals=(
        ("3B", "{parent} has a learning disability and works hard to follow advice. It helps when things are "
               "shown rather "
               "than written. {names} {was} gaining weight slowly."),
        ("5A", "Adult social care supports {parent}, who finds money and letters difficult. They ask whether "
               "{names} "
               "{was} getting all that children need at this age."),
        ("5D", "Early help has worked with the family for eight months. {parent} manages well with daily "
               "help and finds it "
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

YOUNG_CARER = Theme(
    key="young_carer", need="N3", category="EMO", factors=("7A", "6B", "4A"), eldest=(8, 16), alone=True,
    referrals=(
        ("2A", "{eldest} helps {parent} to wash and dress before coming to {school}, and is often late and "
               "tired. {eldest} is "
               "proud of helping and would like someone to notice."),
        ("3A", "{parent}'s condition has got worse and the GP learnt that {eldest} does the shopping, the "
               "cooking and the "
               "medicines. Adult social care has been asked as well."),
        ("8", "The young carers' project has known {eldest} for a year. Since {parent}'s operation it has "
              "become more than "
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

DISABILITY = Theme(
    key="disability", need="N2", category="NEG", factors=("6A", "5A", "4B", "20"), eldest=(3, 16), alone=True,
    referrals=(
        ("3F", "The community paediatrician asks for an assessment of {eldest}, who needs help with washing, "
               "dressing "
               "and moving about. {parent} has had no break for over a year."),
        ("2A", "{school} asks for short breaks for the family. {eldest} sleeps for about four hours a night "
               "and "
               "{parent} is worn out. The school holidays are the hardest."),
        ("1A", "{parent} asked for an assessment. The equipment at home was fitted three years ago and has "
               "been outgrown; "
               "{parent} can't lift {eldest} safely any more."),
        ("5D", "Early help has supported the family with sleep and communication. The family now needs more "
               "than "
               "early help can offer, and {parent} agrees."),
    ),
    why=(
        "We know you because you have a disability and your family asked for help so that all of you can do "
        "the things other families do.",
        "Your family asked for short breaks and equipment, so that home works for you as you grow.",
        "We became involved to help your family with care at night and in the holidays.",
    ),
    change=(
        "The plan is about you having fun with people you trust, and your family getting some sleep.",
        "We review it so that the help grows as you do, and so that moving to adult services isn't a cliff "
        "edge.",
        "Good looks like this: the right equipment at home, a club you enjoy and a break for everyone.",
    ),
    notes=(
        "The new hoist works well and {parent} no longer lifts alone. The bathroom is still waiting for its "
        "date.",
        "Short breaks on Saturdays are going well; the staff there have learnt the signs for drink, finished "
        "and music.",
        "{parent} asked about the summer holidays. The application went in during the visit.",
        "Choices were offered with picture cards; the garden was chosen, and the visit was spent there.",
    ),
)  # fmt: skip

TEENAGE_CONFLICT = Theme(
    key="conflict", need="N5", category="EMO", factors=("4A", "14A", "10A", "17A"), eldest=(13, 17), alone=True,
    referrals=(
        ("1A", "{parent} rang to say that they can't go on. Arguments with {eldest} happen most days, and "
               "{eldest} left "
               "home for two nights last week to stay with a friend."),
        ("2A", "{eldest} told a tutor at {school} of not wanting to go home. There have been arguments since "
               "a step-parent "
               "moved in. {eldest} asked for help to be listened to."),
        ("1C", "{eldest} rang the front door to ask whether it is possible to live with an aunt. {eldest} "
               "says that "
               "home is nothing but rows."),
        ("6", "Called to the home at half past ten at night after a row in which a door was broken. {eldest} "
              "and {parent} "
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

HOUSING = Theme(
    key="housing", need="N7", category="NEG", factors=("20", "4B", "16A"), eldest=(1, 15),
    referrals=(
        ("4", "The family must leave their home in three weeks because of rent arrears. {parent} has not "
              "opened the letters. "
              "{names} would have nowhere to go."),
        ("8", "The food bank has seen {parent} every week since Christmas. The family of {names} shares one "
              "room, and {parent} "
              "has no money coming in while a claim is sorted out."),
        ("2A", "{names} told {school} that they were sleeping on a sofa at a friend's house. {parent} was "
               "evicted at the "
               "weekend and had been too ashamed to say."),
        ("3B", "The flat has damp on every wall and {names} had a chest infection twice this winter. "
               "{parent} has "
               "complained to the landlord without an answer."),
    ),
    why=(
        "We came to know you because your family was about to lose its home, and that isn't something "
        "children should have to worry about.",
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

PRE_BIRTH = Theme(
    key="pre_birth", need="N1", category="NEG", factors=("4B", "2B", "3B", "1B"), eldest=(0, 0), alone=True,
    referrals=(
        ("3D", "The community midwife refers before the birth. {parent} is having treatment for drug use, is "
               "keeping antenatal "
               "appointments and agreed that the midwife should ring."),
        ("3D", "{parent} booked late in pregnancy and has moved three times this year. The midwife would "
               "like a plan made "
               "in good time, and {parent} wants the same."),
        ("5C", "Another authority tells us that {parent} has moved here and is expecting a baby. An earlier "
               "child lives with "
               "grandparents. {parent} wants it to be different this time."),
        ("6", "Officers came to an argument between {parent}, who is expecting a baby, and a partner who has "
              "since left. "
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
        "The cot is up and the clothes are washed and folded. {parent} talked about hopes and worries for "
        "the first weeks.",
        "{parent} has kept every antenatal appointment. The midwife joined for half an hour.",
        "The plan for the birth was read through together, and who will be there was agreed.",
        "{parent} was tired and a little low. The health visitor will come on Friday.",
    ),
)  # fmt: skip
