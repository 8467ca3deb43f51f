namespace Fabrique.Domain;

/// <summary>What a task, a mail or a line of a timeline is about.</summary>
/// <param name="Kind">Code of the kind of thing, as the module that brings it registers it: « Application ». At most <see cref="KindLength"/> characters.</param>
/// <param name="Id">Which one.</param>
public readonly record struct Subject(string Kind, Guid Id)
{
    public const int KindLength = 40;

    /// <summary>Kind of a procedure under way that is about nothing else.</summary>
    public const string Procedure = "Procedure";
}
