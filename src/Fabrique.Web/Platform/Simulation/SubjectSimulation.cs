using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Platform.Mail;

namespace Fabrique.Web.Platform.Simulation;

/// <summary>Where a simulated procedure is played.</summary>
/// <param name="Db">The scratch database; the simulation saves.</param>
/// <param name="Now">The virtual instant at which the procedure starts.</param>
/// <param name="Cast">Whom and what it is about.</param>
public sealed record SimulatedStage(FabriqueDbContext Db, DateTimeOffset Now, SimulationCast Cast);

/// <summary>Whom and what a simulation is about.</summary>
/// <param name="Kind">Code of the kind of subject; what the definition’s activities say when null.</param>
/// <param name="Applicant">Name of whoever carries the idea; the part that they play when null.</param>
/// <param name="File">What exists and is taken over, of the same kind; an invented subject when null.</param>
public sealed record SimulationCast(string? Kind = null, string? Applicant = null, SimulatedFile? File = null)
{
    /// <summary>How many directors an invented call has: as many as the drawing needs opinions.</summary>
    public int Directors { get; init; } = 2;

    /// <summary>The reminder policies that drawings may name.</summary>
    public IReadOnlyList<NamedReminderPolicy> Policies { get; init; } = [];

    /// <summary>What administrators made of the messages.</summary>
    public IReadOnlyList<WrittenMessage> Messages { get; init; } = [];
}

/// <summary>Something that a simulation may begin from.</summary>
/// <param name="Reference">What names it in an address.</param>
/// <param name="Title">Its title, or its name.</param>
/// <param name="Label">What a list shows of it.</param>
public sealed record ExistingSubject(string Reference, string Title, string Label);

/// <summary>What a simulation takes over of something that exists. It is read, and copied into the scratch database.</summary>
/// <param name="Reference">What names it in an address.</param>
/// <param name="Title">Its title, or its name.</param>
/// <param name="Applicant">Who carries it.</param>
public abstract record SimulatedFile(string Reference, string Title, StaffMember Applicant)
{
    /// <summary>What a list shows of it.</summary>
    public virtual string Label => Title;

    /// <summary>Says that the simulation begins from it.</summary>
    public abstract string Sentence { get; }

    /// <summary>The directors who are asked, in order; null when those of a simulation are.</summary>
    public IReadOnlyList<StaffMember>? Directors { get; init; }

    /// <summary>The line manager of who carries it, when one is known.</summary>
    public StaffMember? Manager { get; init; }

    /// <summary>The coach, when there is one.</summary>
    public StaffMember? Coach { get; init; }

    /// <summary>The developer, when there is one.</summary>
    public StaffMember? Developer { get; init; }

    /// <summary>Adds it, and what it rests on, as it stands on the day when such a procedure starts.</summary>
    /// <returns>Its key.</returns>
    public abstract Guid CopyTo(SimulatedStage stage);
}

/// <summary>How procedures about things of a kind are simulated.</summary>
public abstract class SubjectSimulation
{
    /// <summary>Code of the kind of thing.</summary>
    public abstract string SubjectCode { get; }

    /// <summary>What names the kind in an address: <c>candidature</c>.</summary>
    public abstract string Slug { get; }

    /// <summary>French, with its article: « Une candidature ».</summary>
    public abstract string Choice { get; }

    /// <summary>Whether a simulation may begin from one that exists.</summary>
    public virtual bool HasFiles => false;

    /// <summary>Adds an invented one, and what it rests on, as it stands on the day when such a procedure starts.</summary>
    /// <returns>Its key.</returns>
    public abstract Guid Invent(SimulatedStage stage);

    /// <summary>What its procedure is given at the start.</summary>
    /// <param name="db">The scratch database, where it is saved.</param>
    /// <param name="id">Its key.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public virtual Task<IReadOnlyDictionary<string, object?>> InputAsync(FabriqueDbContext db, Guid id, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, object?>>(new Dictionary<string, object?>(StringComparer.Ordinal));

    /// <summary>The newest that exist, of those that the staff reads.</summary>
    public virtual Task<IReadOnlyList<ExistingSubject>> ListAsync(FabriqueDbContext db, int most, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ExistingSubject>>([]);

    /// <returns>Null when there is none that a simulation may begin from.</returns>
    public virtual Task<SimulatedFile?> FindAsync(FabriqueDbContext db, string reference, CancellationToken cancellationToken) => Task.FromResult<SimulatedFile?>(null);
}

/// <summary>How modules say that what they bring can be simulated.</summary>
public static class SimulationDeclarations
{
    public static ModuleBuilder Simulate<TSimulation>(this ModuleBuilder module)
        where TSimulation : SubjectSimulation
    {
        module.Services.AddSingleton<SubjectSimulation, TSimulation>();
        return module;
    }
}
