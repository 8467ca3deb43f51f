using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Mailbox;

/// <summary>« Boîte d’envoi ».</summary>
public sealed class MailboxModule : FabriqueModule
{
    public override string Code => "envois";

    public override void Declare(ModuleBuilder module)
    {
        module.Administer(new AdministrationEntry("Boîte d’envoi", AdministrationLinks.Mailbox, "Les messages écrits par l’application.", 30));
        module.Services
            .AddScoped<AdministrationNotices, FailedMails>()
            .AddScoped<ResendMailHandler>();
    }
}

/// <summary>Tells of the mails that could not leave.</summary>
internal sealed class FailedMails(FabriqueDbContext db) : AdministrationNotices
{
    public override int Order => 20;

    public override async Task<IReadOnlyList<AdministrationNotice>> ReadAsync(CancellationToken cancellationToken)
    {
        var count = await db.OutgoingMails.CountAsync(mail => mail.Status == MailStatus.Failed, cancellationToken);
        return count == 0
            ? []
            : [new AdministrationNotice("warning", count == 1 ? "Un message n’a pas pu partir" : $"{count} messages n’ont pas pu partir", "voir la boîte d’envoi", AdministrationLinks.Mailbox)];
    }
}
