using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures;

/// <summary>How differences are named and shown: by a word and a shape, never by a colour alone.</summary>
public static class ChangeLabels
{
    public static string Of(DefinitionPart part) => part switch
    {
        DefinitionPart.Definition => "Réglages de la procédure",
        DefinitionPart.Variable => "Variables, entrées et sorties",
        DefinitionPart.Step => "Étapes",
        DefinitionPart.Connection => "Liaisons",
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };

    public static string Of(DefinitionChangeKind kind) => kind switch
    {
        DefinitionChangeKind.Added => "+ Ajout",
        DefinitionChangeKind.Removed => "− Retrait",
        DefinitionChangeKind.Changed => "Modification",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string BadgeOf(DefinitionChangeKind kind) => kind switch
    {
        DefinitionChangeKind.Added => "success",
        DefinitionChangeKind.Removed => "error",
        _ => "warning",
    };

    public static string ClassOf(DefinitionChangeKind kind) => kind switch
    {
        DefinitionChangeKind.Added => "added",
        DefinitionChangeKind.Removed => "removed",
        _ => "changed",
    };
}
