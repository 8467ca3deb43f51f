using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Kernel.Modules;

/// <summary>A policy of a module: signed in, and holding one of some roles.</summary>
/// <param name="Name">What pages write in <c>[Authorize]</c>; unique in the product.</param>
/// <param name="Roles">Among <see cref="Domain.People.AppRoles"/>.</param>
public sealed record ModulePolicy(string Name, params IReadOnlyList<string> Roles);

/// <summary>What becomes of data once they are of no more use: « sort final », in the words of the archives of the State.</summary>
public enum FinalDisposition
{
    Destruction,

    /// <summary>What is left leads to nobody.</summary>
    Anonymisation,

    /// <summary>The archives keep them.</summary>
    Archiving,
}

/// <summary>Personal data that a module holds. All texts are French, as the page « Données personnelles » shows them.</summary>
/// <param name="What">What people know them by: « Les brouillons de candidature ».</param>
/// <param name="Data">Which data: « Nom, réponses au formulaire ».</param>
/// <param name="People">Whose: « La personne qui candidate ».</param>
/// <param name="Purpose">What they are for: « Instruire la candidature ».</param>
/// <param name="HowLong">How long they are kept, as the code has it: « deux ans après la clôture de l’appel », « tant que le service fonctionne ».</param>
/// <param name="Then">What becomes of them then.</param>
public sealed record PersonalData(string What, string Data, string People, string Purpose, string HowLong, FinalDisposition Then)
{
    /// <summary>Whether the product does away with them when their time is over; otherwise people do.</summary>
    public bool IsErasedByItself { get; init; }

    /// <summary>The entities in which they are.</summary>
    public IReadOnlyList<Type> Entities { get; private init; } = [];

    /// <summary>They are in the rows of an entity. One that leads to a person, or has an address, must be in one declaration at least.</summary>
    public PersonalData In<TEntity>()
        where TEntity : class => this with { Entities = [.. Entities, typeof(TEntity)] };
}

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
