using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Talk;

/// <summary>Files joined to the messages of applications: those who read the messages read them, unless the message was taken back.</summary>
public sealed class MessageFiles(FabriqueDbContext db, Actor actor) : FileOwner
{
    public override string Kind => ApplicationMessage.SubjectCode;

    public override async Task<bool> MayReadAsync(Guid id, CancellationToken cancellationToken)
    {
        var carried = db.Applications.Mine(actor.Id).Select(application => application.Id);
        var isStaff = actor.IsStaff;
        return await db.Set<ApplicationMessage>().AnyAsync(message => message.Id == id && message.WithdrawnAt == null && (isStaff || carried.Contains(message.ApplicationId)), cancellationToken);
    }

    public override Task<bool> HasAsync(Guid id, CancellationToken cancellationToken) => Task.FromResult(false);
}
