using System.Globalization;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Time;
using Fabrique.Web.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Messages.ListMessages;

/// <summary>Every message of the software, folder by folder. They are some tens, read at start: the list is filtered where it is.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class ListMessagesModel(MessageReader reader, MessageCatalog catalog, MessageRenderer renderer) : PageModel
{
    private const string State = "etat";
    private const string Search = "recherche";

    public ListFilters Filters { get; private set; } = null!;

    /// <summary>Those that the filters leave, by folder.</summary>
    internal IReadOnlyList<IGrouping<string, MessageRow>> Folders { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var search = new ListFilter(Search, "Objet, raison ou nom du message");
        var state = new ListFilter(State, "État", [.. MessageStateLabel.All.Select(label => new DsfrOption(label.Key, label.Name))]);
        var address = new ListAddress(Request, [search, state]);
        Filters = new ListFilters(address, search, state);
        var changes = (await reader.ListAsync(cancellationToken)).ToLookup(change => change.Key, StringComparer.Ordinal);
        string[] words = (address[Search] ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Folders =
        [
            .. catalog.All
                .Select(message => Row(message, [.. changes[message.Key]]))
                .Where(row => address[State] is not { } asked || row.State.Key == asked)
                .Where(row => Array.TrueForAll(words, word => Holds($"{row.Subject} {row.Reason} {row.Key}", word)))
                .GroupBy(row => MessageLabels.FolderOf(row.Key), StringComparer.Ordinal),
        ];
    }

    private MessageRow Row(MessageTemplate message, IReadOnlyList<MessageChange> changes)
    {
        var everywhere = changes.FirstOrDefault(change => change.Scope.IsEverywhere);
        var sample = renderer.FillSample(message, everywhere?.Revision.Text ?? message.Text);
        var state = everywhere?.Revision is { IsOff: true } && message.IsMandatory ? MessageStateLabel.Changed : MessageStateLabel.Of(everywhere?.Revision);
        return new MessageRow(message.Key, sample.Subject, sample.Reason, message.IsMandatory, state, everywhere, changes.Count(change => !change.Scope.IsEverywhere && MessageStateLabel.Of(change.Revision) != MessageStateLabel.Original));
    }

    private static bool Holds(string text, string word) => FrenchCulture.Instance.CompareInfo.IndexOf(text, word, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;
}

/// <param name="Subject">With the samples of its tags.</param>
/// <param name="Reason">Who receives it, with the samples of its tags.</param>
/// <param name="IsMandatory">Whether it cannot be cut.</param>
/// <param name="State">What became of it.</param>
/// <param name="Change">What administrators made of it everywhere; null when nothing.</param>
/// <param name="Scopes">How many procedures, steps or calls have their own.</param>
internal sealed record MessageRow(string Key, string Subject, string Reason, bool IsMandatory, MessageStateLabel State, MessageChange? Change, int Scopes);
