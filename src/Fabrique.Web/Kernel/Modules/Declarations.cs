using Fabrique.Web.Kernel.People;
using Fabrique.Web.Setup;

namespace Fabrique.Web.Kernel.Modules;

/// <summary>A policy of a module: signed in, and holding one of some roles.</summary>
/// <param name="Name">What pages write in <c>[Authorize]</c>; unique in the product.</param>
/// <param name="Roles">Among <see cref="Domain.People.AppRoles"/>.</param>
public sealed record ModulePolicy(string Name, params IReadOnlyList<string> Roles);

/// <summary>How long something is kept.</summary>
/// <param name="What">What, in French, as people read it: « Les brouillons de candidature ».</param>
/// <param name="HowLong">In French: « deux ans après la clôture de l’appel ».</param>
public sealed record RetentionRule(string What, string HowLong);

/// <summary>A page of help.</summary>
/// <param name="Title">French.</param>
/// <param name="Href">Path of the page.</param>
public sealed record HelpTopic(string Title, string Href);

/// <summary>A file that can be taken away.</summary>
/// <param name="Title">French.</param>
/// <param name="Href">Path that answers with the file.</param>
/// <param name="IsOfferedTo">Who may take it.</param>
public sealed record ExportOffer(string Title, string Href, Func<Actor, bool> IsOfferedTo);

/// <summary>Something that a search found.</summary>
/// <param name="Kind">What it is, in French: « Produit ».</param>
/// <param name="Title">Its name.</param>
/// <param name="Href">Path of its page.</param>
public sealed record SearchHit(string Kind, string Title, string Href);

/// <summary>Where a search looks for the things of a module. It finds only what the signed-in person may read.</summary>
public abstract class SearchSource
{
    /// <param name="words">What is looked for; never empty.</param>
    /// <param name="most">How many at most, best first.</param>
    /// <param name="cancellationToken">Abandons the search.</param>
    public abstract Task<IReadOnlyList<SearchHit>> FindAsync(string words, int most, CancellationToken cancellationToken);
}
