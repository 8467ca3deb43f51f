using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Kernel.Pages;

/// <summary>A tile of the administration.</summary>
/// <param name="Title">French.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="Description">One French sentence.</param>
/// <param name="Order">Its place: tens are the product's.</param>
public sealed record AdministrationEntry(string Title, string Href, string Description, int Order)
{
    /// <summary>Who sees it, among those who may read the administration.</summary>
    public Func<Actor, bool> IsShownTo { get; init; } = _ => true;
}

/// <summary>The tiles of the administration.</summary>
public sealed class AdministrationMenu(IReadOnlyList<AdministrationEntry> entries)
{
    private readonly IReadOnlyList<AdministrationEntry> entries = [.. entries.OrderBy(entry => entry.Order)];

    public IEnumerable<AdministrationEntry> For(Actor actor) => entries.Where(entry => entry.IsShownTo(actor));
}

/// <summary>Something that those who administer are told first.</summary>
/// <param name="Severity">Kind of the alert, as the design system names it: <c>warning</c>, <c>info</c>…</param>
/// <param name="Text">A French sentence, without its last stop: a link follows it.</param>
/// <param name="Link">What the link says.</param>
/// <param name="Href">Where it leads.</param>
public sealed record AdministrationNotice(string Severity, string Text, string Link, string Href);

/// <summary>Where a module says what those who administer are to be told.</summary>
public abstract class AdministrationNotices
{
    /// <summary>Its place among the others.</summary>
    public abstract int Order { get; }

    public abstract Task<IReadOnlyList<AdministrationNotice>> ReadAsync(CancellationToken cancellationToken);
}
