from django.urls import path

from sightline.desk.front_door import deciding, telling, waiting

urlpatterns = [
    path("front-door/", waiting.front_door, name="front_door"),
    path("person/<int:person_id>/steps/<int:step_id>/decide/", deciding.decide, name="step_decide"),
    path("person/<int:person_id>/steps/<int:step_id>/tell/", telling.tell, name="step_tell"),
]
