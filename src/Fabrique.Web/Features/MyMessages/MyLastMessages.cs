using Fabrique.Data;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.MyMessages;

/// <summary>The last messages, on « Mon espace ».</summary>
public sealed class MyLastMessages(FabriqueDbContext db, Actor actor) : SpaceSection
{
    private const int Most = 3;

    public override string Name => "messages";

    public override int Order => 90;

    public override string View => "/Features/MyMessages/_MyLastMessages.cshtml";

    public override async Task<object?> ReadAsync(ListAddress address, CancellationToken cancellationToken) =>
        await db.OutgoingMails.AddressedTo(actor.Id).OrderByDescending(mail => mail.CreatedAt).ThenByDescending(mail => mail.Id).Take(Most).Select(MyMessageLine.Of).ToListAsync(cancellationToken);
}
