using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.MyMessages.ListMyMessages;

/// <summary>« Mes messages »: all that was addressed to the signed-in person, whichever way it took.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ListMyMessagesModel(FabriqueDbContext db, Actor actor) : PageModel
{
    public const int PageSize = 20;

    private const string ByInstant = "recu";
    private const string Search = "recherche";
    private const string Family = "famille";

    private static readonly ListOrders<OutgoingMail> Orders = new ListOrders<OutgoingMail>().SettledBy(mail => mail.Id).By(ByInstant, mail => mail.CreatedAt, isDescending: true);

    public ListFilters Filters { get; private set; } = null!;

    public PagedList<MyMessageLine> List { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var search = new ListFilter(Search, "Objet");
        var family = new ListFilter(Family, "Famille", [.. Enum.GetValues<MessageFamily>().Select(one => new DsfrOption(one.ToString(), MyMessages.Name(one)))], "Toutes");
        var address = new ListAddress(Request, [search, family]);
        Filters = new ListFilters(address, search, family);
        var mails = db.OutgoingMails.AddressedTo(actor.Id);
        if (address[Search] is { } text)
        {
            mails = Find(mails, text);
        }

        if (Enum.TryParse<MessageFamily>(address[Family], out var chosen))
        {
            mails = mails.Where(mail => mail.Family == chosen);
        }

        List = await PagedList.ReadAsync(mails, address, PageSize, Orders, MyMessageLine.Of, cancellationToken);
    }

    private static IQueryable<OutgoingMail> Find(IQueryable<OutgoingMail> mails, string text)
    {
        var folded = SearchText.Fold(text);
        return mails.Where(mail => SearchText.Fold(mail.Subject).Contains(folded));
    }
}
