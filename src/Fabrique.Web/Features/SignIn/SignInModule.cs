using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Modules;

namespace Fabrique.Web.Features.SignIn;

/// <summary>« Connexion »: who comes in, and with which roles.</summary>
public sealed class SignInModule : FabriqueModule
{
    public override string Code => "connexion";

    public override void Declare(ModuleBuilder module) => module
        .Keep(new PersonalData(
            "Les fiches des personnes",
            "Identifiant de l’annuaire, nom, adresse électronique, service, dates des deux dernières visites, et pour un accès retiré ou rendu le nom de qui l’a fait et la raison",
            "Les personnes de l’annuaire du ministère qui se sont connectées",
            "Ouvrir l’accès, adresser les tâches et les messages",
            "tant que le service fonctionne, fiches fermées comprises, pour que ce qui a été fait garde son auteur",
            FinalDisposition.Anonymisation).In<StaffMember>())
        .Keep(new PersonalData(
            "Les rôles",
            "Rôle, période, source, et pour un rôle donné ici le nom de qui l’a donné et la raison",
            "Les personnes qui ont ou ont eu un rôle",
            "Savoir qui a pu faire quoi, et pourquoi",
            "tant que la personne a une fiche ici, fermée comprise, rôles terminés compris",
            FinalDisposition.Destruction).In<RoleGrant>());
}
