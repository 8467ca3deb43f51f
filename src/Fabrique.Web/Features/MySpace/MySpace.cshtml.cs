using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.MySpace;

/// <summary>« Mon espace »: what each module has to show to the signed-in person.</summary>
[Authorize(Policies.SignedIn)]
public sealed class MySpaceModel(IEnumerable<SpaceSection> sections, IEnumerable<TodaySource> sources) : PageModel
{
    private readonly List<(string View, object Model)> shown = [];

    /// <summary>The partial views, in order, each with its model.</summary>
    public IReadOnlyList<(string View, object Model)> Sections => shown;

    public Today Today { get; private set; } = Today.Nothing;

    /// <summary>What waits for the person, in one sentence.</summary>
    public string Sentence => Today.Waiting.Count == 0 ? "Rien ne vous attend aujourd’hui." : $"{char.ToUpperInvariant(Today.Waiting[0][0])}{string.Join("\u00a0; ", Today.Waiting)[1..]}.";

    public TodayStep? Next => Today.Steps.Count > 0 ? Today.Steps[0] : null;

    /// <summary>The next day that matters besides that of <see cref="Next"/>.</summary>
    public TodayDate? Deadline => Today.Dates.FirstOrDefault(date => date.Href != Next?.Href);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var part = LiveRequest.Part(Request);
        var names = sections.Select(section => section.Name).ToList();
        if (sections.FirstOrDefault(section => section.Name == part) is { } asked && await ReadAsync(asked, names, cancellationToken) is { } read)
        {
            return Partial(asked.View, read);
        }

        await ReadTodayAsync(cancellationToken);
        if (part is not null)
        {
            return Partial("_Today", this);
        }

        foreach (var section in sections.OrderBy(section => section.Order))
        {
            if (await ReadAsync(section, names, cancellationToken) is { } model)
            {
                shown.Add((section.View, model));
            }
        }

        return Page();
    }

    private Task<object?> ReadAsync(SpaceSection section, List<string> names, CancellationToken cancellationToken) =>
        section.ReadAsync(ListAddress.OfSection(Request, section.Name, [], names), cancellationToken);

    private async Task ReadTodayAsync(CancellationToken cancellationToken)
    {
        var parts = new List<Today>();
        foreach (var source in sources.OrderBy(source => source.Order))
        {
            parts.Add(await source.ReadAsync(cancellationToken));
        }

        Today = Today.Merge(parts);
    }
}
