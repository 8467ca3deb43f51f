using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Fabrique.Domain.Applications;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features;

/// <summary>A word longer than a telephone is wide, wherever people typed it, breaks: the box that holds it takes no room for it in one piece.</summary>
public sealed partial class LongWordTests
{
    private static readonly string Word = new('m', 120);

    [Fact]
    public async Task A_word_of_a_hundred_and_twenty_letters_breaks_wherever_it_is_shown()
    {
        await using var app = await FabriqueApp.StartAsync();
        var reference = await app.ReadAsync(db => db.Applications.Where(application => application.Status == ApplicationStatus.Draft).Select(application => application.Reference).SingleAsync());
        await app.ReadAsync(db => db.Applications.ExecuteUpdateAsync(set => set.SetProperty(application => application.Title, Word)));
        await app.ReadAsync(db => db.Products.ExecuteUpdateAsync(set => set.SetProperty(product => product.Name, Word).SetProperty(product => product.Pitch, Word)));
        await app.ReadAsync(db => db.Calls.ExecuteUpdateAsync(set => set.SetProperty(call => call.Title, Word)));
        await app.ReadAsync(db => db.WorkItems.ExecuteUpdateAsync(set => set.SetProperty(item => item.Title, Word)));
        using var http = new HttpClient { BaseAddress = app.Address };
        var rules = Rules(await http.GetStringAsync("/css/fabrique.css"));

        var faults = new List<string>();
        foreach (var (account, address) in new[]
        {
            ("agent2", "/mon-espace"), ("membre", "/mon-espace"), ("directrice", "/mon-espace"), ("directrice", "/taches"), ("agent2", "/appels"), ("agent2", "/produits"),
            ("agent2", $"/candidatures/{reference}"), ("equipe", "/instruction"),
        })
        {
            using var browser = await app.BrowseAsync(account);
            await browser.GoAsync(address);
            var holders = browser.Page.QuerySelectorAll("main *:not(option, script, .fr-sr-only)").Where(element => element.ChildNodes.OfType<IText>().Any(text => text.Data.Contains(Word, StringComparison.Ordinal))).ToList();
            if (holders.Count == 0)
            {
                faults.Add($"{account} {address}: the word is nowhere");
            }

            // A table scrolls within its frame: there words stay whole.
            faults.AddRange(holders
                .Where(holder => holder.Closest(".fr-table") is null && Wrap(holder, rules) != "anywhere")
                .Select(holder => $"{account} {address}: {holder.ParentElement!.ClassName} > {holder.LocalName}.{holder.ClassName} {Wrap(holder, rules)}"));
        }

        Assert.Empty(faults);
    }

    /// <summary>How the words of an element break: it is inherited, and the last rule about an element is the one that counts.</summary>
    private static string? Wrap(IElement element, IReadOnlyList<(string Selector, string Wrap)> rules) =>
        element.GetAncestors().OfType<IElement>().Prepend(element)
            .Select(box => rules.LastOrDefault(rule => box.Matches(rule.Selector)).Wrap)
            .FirstOrDefault(wrap => wrap is not null);

    private static List<(string Selector, string Wrap)> Rules(string css) =>
        [.. WrapRule.Matches(Comment.Replace(css, "")).Select(rule => (rule.Groups["selector"].Value.Trim(), rule.Groups["wrap"].Value))];

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Comment { get; }

    [GeneratedRegex(@"(?<selector>[^{}]+)\{[^{}]*overflow-wrap:\s*(?<wrap>[a-z-]+)[^{}]*\}", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex WrapRule { get; }
}
