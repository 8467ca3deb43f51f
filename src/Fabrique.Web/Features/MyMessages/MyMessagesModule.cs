using Fabrique.Domain.Messages;
using Fabrique.Web.Features.MyMessages.ChoosePreferences;
using Fabrique.Web.Features.MyMessages.StopDigest;
using Fabrique.Web.Kernel.Modules;

namespace Fabrique.Web.Features.MyMessages;

/// <summary>« Mes messages »: what was addressed to somebody, and how they want to be told.</summary>
public sealed class MyMessagesModule : FabriqueModule
{
    public override string Code => "mes-messages";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Space<MyMessagesLinks>()
            .Keep(new PersonalData(
                "Les préférences de messagerie",
                "Heure du résumé quotidien, choix par famille de messages",
                "Les personnes qui ont choisi",
                "Prévenir chaque personne comme elle le souhaite",
                "tant que la personne a une fiche ici, fermée comprise",
                FinalDisposition.Destruction).In<MailPreferences>());
        module.Services
            .AddScoped<ChoosePreferencesHandler>()
            .AddScoped<StopDigestHandler>();
    }
}
