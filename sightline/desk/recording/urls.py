from django.urls import path

from sightline.desk.recording import checking, correcting, deciding, local, tasks, writing

OF = "person/<int:person_id>/"
DRAFT = f"{OF}drafts/<int:draft_id>/"

urlpatterns = [
    path("forms/", local.forms_list, name="forms"),
    path("forms/<str:form>/", local.form, name="form"),
    path("forms/<str:form>/versions/<int:number>/", local.version, name="form_version"),
    path("forms/<str:form>/take-out/<str:question>/", local.take_out, name="form_take_out"),
    path(f"{OF}record/<str:form>/", writing.start, name="record"),
    path(f"{OF}steps/<int:step_id>/authorise/", deciding.decide, name="step_authorise"),
    path(f"{OF}steps/<int:step_id>/write/", writing.write_content, name="step_write"),
    path(f"{OF}steps/<int:step_id>/review/", deciding.review, name="step_review"),
    path(f"{OF}steps/<int:step_id>/amend/", correcting.amend, name="step_amend"),
    path(f"{OF}steps/<int:step_id>/withdraw/", correcting.withdraw, name="step_withdraw"),
    path(f"{OF}steps/<int:step_id>/move/", correcting.move, name="step_move"),
    path(f"{OF}tasks/<int:task_id>/done/", tasks.finish, name="task_done"),
    path(DRAFT, writing.write, name="draft"),
    path(f"{DRAFT}save/", writing.save, name="draft_save"),
    path(f"{DRAFT}check/", checking.check, name="draft_check"),
    path(f"{DRAFT}discard/", writing.discard, name="draft_discard"),
    path(f"{DRAFT}<str:section>/", writing.write, name="draft_section"),
]
