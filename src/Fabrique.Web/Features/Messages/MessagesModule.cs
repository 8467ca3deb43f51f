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
        module.Administer(new AdministrationEntry("Messages", AdministrationLinks.Messages, "Le texte des courriels : le lire, le modifier, l’essayer.", 25));
        module.Services
            .AddScoped<MessageCases>()
            .AddScoped<MessageReader>()
            .AddScoped<RestoreMessageHandler>()
            .AddScoped<SaveMessageHandler>()
            .AddScoped<SendTrialHandler>()
            .AddScoped<SwitchMessageHandler>();
    }
}
