"""Each fault as the question to ask whoever knows the family: what the rule wants to be told, in a sentence.

Most rules ask about the first field that they name; where that isn't what is in doubt, the rule has its own question.
"""

from __future__ import annotations

import datetime

from sightline.law.due import short_date
from sightline.returns.checking.rules import Rule

OF_FIELD = {
    "ReferenceDate": "What is the reference date of the return?",
    "LAchildID": "What is the child's number in the case system?",
    "UPN": "What is the child's pupil number, as the school has it?",
    "FormerUPN": "What was the child's former pupil number?",
    "UPNunknown": "What is the pupil number, or why is there none?",
    "PersonBirthDate": "When was the child born?",
    "ExpectedPersonBirthDate": "When is the child expected to be born, or when was the birth?",
    "PersonDeathDate": "When did the child die, if that is so?",
    "Sex": "Is the child male or female?",
    "Ethnicity": "What is the child's ethnicity, as the family says it?",
    "Disability": "Which disabilities does the child have, or none?",
    "CINreferralDate": "When was the referral received?",
    "ReferralSource": "Who made the referral?",
    "PrimaryNeedCode": "What is the child's primary need?",
    "ReferralNFA": "Did the referral lead to no further action?",
    "CINclosureDate": "When was the case closed, or is it open?",
    "ReasonForClosure": "Why was the case closed?",
    "DateOfInitialCPC": "When was the initial conference held?",
    "AssessmentActualStartDate": "When did the assessment start?",
    "AssessmentAuthorisationDate": "When was the assessment authorised?",
    "AssessmentFactors": "Which factors did the assessment find?",
    "CINPlanStartDate": "When did the child in need plan start?",
    "CINPlanEndDate": "When did the child in need plan end?",
    "S47ActualStartDate": "When did the section 47 enquiry start?",
    "InitialCPCtarget": "By which day was the conference due?",
    "ICPCnotRequired": "Was it decided that no conference was needed?",
    "CPPstartDate": "When did the child protection plan start?",
    "CPPendDate": "When did the child protection plan end?",
    "InitialCategoryOfAbuse": "Under which category of abuse did the plan start?",
    "LatestCategoryOfAbuse": "Which category of abuse is the plan under now?",
    "NumberOfPreviousCPP": "How many child protection plans had the child before, here and elsewhere?",
    "CPPreviewDate": "When was the review conference held?",
    "PPStartDate": "When did pre-proceedings begin?",
    "LBPSentDate": "When was the letter before proceedings sent?",
    "FGDMMeetingOffer": "Did the letter offer a family group decision-making meeting?",
    "FGDMMeetingFac": "Was the family group decision-making meeting held?",
    "InitialPPMeetingDate": "When was the first pre-proceedings meeting?",
    "StepDecisionDate": "When was it decided to step up or step down?",
    "PPOutcome": "What was decided at the end of pre-proceedings?",
    "CourtAppDate": "When was the application made to court?",
    "LetterInitCPDate": "When was the letter sent that starts care proceedings?",
    "ReviewMeetingsCount": "How many review meetings were there?",
}
OF_RULE = {
    "1103": "When was the referral received, and when did the assessment start?",
    "1104": "When was the referral received, and when was the conference held?",
    "1105": "When was the referral received, and when did the child protection plan start?",
    "1520": "Whose pupil number is this?",
    "2884": "Which enquiry led to the conference?",
    "2885": "When was the conference that made the child protection plan?",
    "2889": "When was the referral received, and when did the enquiry start?",
    "2990": "Why was the case closed, as it went beyond an assessment?",
    "2991Q": "When was the assessment of this case, beside its enquiry?",
    "4000": "Did the referral lead to no further action, or to this child in need plan?",
    "4001": "Which plan is the child on: the child in need plan or the child protection plan?",
    "4003": "When did the child protection plan end, and when did the child in need plan start?",
    "4004": "Which of the open child in need plans goes on, and when did the others end?",
    "4012Q": "Did the child in need plan really start and end on one day?",
    "4014": "When did the first child in need plan end, and when did the second start?",
    "4016": "When did the child protection plan end, and when did the child in need plan start?",
    "4017": "When did the child in need plan end, and when did the child protection plan start?",
    "8510": "Are the two children with this number one child?",
    "8555Q": "When did the child die, and when was the referral received?",
    "8565": "When was the case closed, as something in it is dated later?",
    "8585Q": "When did the child die?",
    "8590": "Which case does the child have?",
    "8614": "When was the assessment authorised, as it has factors?",
    "8670Q": "When was the assessment authorised, or what keeps it open?",
    "8675Q": "When was the initial conference held, or was it decided that none was needed?",
    "8740": "When was the initial conference held, or was it decided that none was needed?",
    "8750": "Has the child been born, and is the sex known?",
    "8775Q": "When was the case closed, as the person is over 25?",
    "8805": "Why was the case closed?",
    "8810": "When was the case closed?",
    "8815": "Which of the child's open cases goes on, and when were the others closed?",
    "8816": "When was this case closed, as the child was referred again?",
    "8820": "When was the first case closed, and when was the second referral received?",
    "8825Q": "When was the assessment after which the case was closed?",
    "8831": "Did the referral lead to no further action, or to what followed?",
    "8832": "Did the referral lead to no further action, or to this child protection plan?",
    "8839": "When did the enquiries that are finished end: with a conference, or with none needed?",
    "8840": "Did the child protection plan really start and end on one day?",
    "8841": "When was the review held, and when did the child protection plan start?",
    "8863Q": "When was the first assessment authorised, or are the two one assessment?",
    "8866": "Who made the referral?",
    "8867": "When was the assessment authorised, as the case is closed?",
    "8868": "When was the initial conference held, or was it decided that none was needed?",
    "8873Q": "What did the assessment find, and why was the case closed?",
    "8890": "When was the first enquiry finished, or are the two one enquiry?",
    "8896": "Which assessment of this case goes on, and when were the others authorised?",
    "8897Q": "Which factors did the assessment find?",
    "8935": "Which of the open child protection plans goes on, and when did the others end?",
    "8940": "When did the first child protection plan end, and when did the second start?",
    "8945Q": "Was the physical abuse by a child or by an adult?",
    "8950Q": "Was the sexual abuse by a child or by an adult?",
    "8995Q": "Were there no pre-proceedings this year?",
}


def question(rule: Rule) -> str:
    """What to ask, so that the rule can be satisfied or explained."""
    return OF_RULE.get(rule.code) or OF_FIELD[rule.fields[0][1]]


def about(title: str, on: datetime.date | None) -> str:
    """The step in a few words: what it was, and of which day."""
    return f"{title} of {short_date(on)}" if on else title
