using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.Mailbox;

/// <summary>« Boîte d’envoi ».</summary>
public sealed class MailboxModule : FabriqueModule
{
    public override string Code => "envois";

    public override void Declare(ModuleBuilder module)
    {
        module.Administer(new AdministrationEntry("Boîte d’envoi", AdministrationLinks.Mailbox, "Les messages écrits par l’application.", 30));
        module.Services
            .AddScoped<ResendMailHandler>()
            .AddScoped<ReaddressMailHandler>();
    }
}
