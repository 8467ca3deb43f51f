using Fabrique.Domain.Messages;
using Fabrique.Web.Features.Messages.EditMessage;
using Fabrique.Web.Features.Messages.MessageVersions;
using Fabrique.Web.Features.Messages.SwitchMessage;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.Messages;

/// <summary>« Messages »: what administrators make of the messages that the software ships.</summary>
public sealed class MessagesModule : FabriqueModule
{
    public override string Code => "messages";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Administer(new AdministrationEntry("Messages", AdministrationLinks.Messages, "Le texte des courriels : le lire, le modifier, l’essayer.", 25))
            .Keep(new PersonalData(
                "Les versions des messages",
                "Nom de qui a écrit la version, date, raison",
                "Les personnes qui administrent",
                "Savoir qui a changé le texte d’un courriel, et pourquoi",
                "tant que le service fonctionne",
                FinalDisposition.Anonymisation).In<MessageRevision>());
        module.Services
            .AddScoped<MessageCases>()
            .AddScoped<MessageReader>()
            .AddScoped<RestoreMessageHandler>()
            .AddScoped<SaveMessageHandler>()
            .AddScoped<SendTrialHandler>()
            .AddScoped<SwitchMessageHandler>();
    }
}
