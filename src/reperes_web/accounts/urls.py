"""The addresses of accounts and teams."""

from django.urls import path

from reperes_web.accounts import account, openid, privacy, signing, team_members, teams

urlpatterns = [
    path("connexion/", signing.sign_in, name="sign-in"),
    path("connexion/fournisseur/", openid.begin, name="openid"),
    path("connexion/retour/", openid.back, name="openid-back"),
    path("deconnexion/", signing.sign_out, name="sign-out"),
    path("mot-de-passe/<uidb64>/<token>/", signing.ChoosePassword.as_view(), name="choose-password"),
    path("compte/", account.show, name="account"),
    path("compte/mot-de-passe/", account.password, name="account-password"),
    path("compte/donnees.json", account.data, name="account-data"),
    path("compte/effacer/", account.erase, name="account-erase"),
    path("equipes/", teams.listed, name="teams"),
    path("equipes/nouvelle/", teams.new, name="team-new"),
    path("equipes/<int:pk>/", teams.show, name="team"),
    path("equipes/<int:pk>/nom/", teams.rename, name="team-rename"),
    path("equipes/<int:pk>/choisir/", teams.choose, name="team-choose"),
    path("equipes/<int:pk>/fonction/", teams.own_function, name="team-function"),
    path("equipes/<int:pk>/quitter/", teams.leave, name="team-leave"),
    path("equipes/<int:pk>/supprimer/", teams.delete, name="team-delete"),
    path("equipes/<int:pk>/inviter/", team_members.invite, name="team-invite"),
    path("equipes/<int:pk>/membres/<int:member_id>/", team_members.member, name="member"),
    path("equipes/<int:pk>/membres/<int:member_id>/retirer/", team_members.remove, name="member-remove"),
    path("equipes/<int:pk>/membres/<int:member_id>/lien/", team_members.link, name="member-link"),
    path("donnees-personnelles/", privacy.privacy, name="privacy"),
]
