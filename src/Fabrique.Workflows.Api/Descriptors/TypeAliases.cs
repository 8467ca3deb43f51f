using System.Collections.Frozen;
using System.Text.Json;

namespace Fabrique.Workflows.Api;

/// <summary>The names under which definitions write types.</summary>
internal static class TypeAliases
{
    private static readonly FrozenDictionary<Type, string> Names = new Dictionary<Type, string>
    {
        [typeof(byte[])] = "ByteArray",
        [typeof(JsonElement)] = "JSON",
        [typeof(IReadOnlyDictionary<string, string>)] = "StringDictionary",
        [typeof(IReadOnlyDictionary<string, object>)] = "ObjectDictionary",
    }.ToFrozenDictionary();

    /// <summary>Alias of a type; a list is <c>List&lt;item&gt;</c>.</summary>
    public static string Of(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return Names.GetValueOrDefault(bare) ?? (bare.IsArray ? $"List<{Of(bare.GetElementType()!)}>" : bare.Name);
    }

    /// <summary>Types of variables, inputs and outputs, by category, as people choose them.</summary>
    public static readonly IReadOnlyList<VariableTypeDescriptor> ForVariables =
    [
        new("Object", "Objet", "Simples", "N’importe quelle valeur."),
        new("String", "Texte", "Simples", "Un texte."),
        new("Boolean", "Oui ou non", "Simples", "Vrai ou faux."),
        new("Int32", "Nombre entier", "Simples", "Un nombre entier, jusqu’à deux milliards."),
        new("Long", "Grand nombre entier", "Simples", "Un nombre entier, aussi grand qu’il le faut."),
        new("Single", "Nombre (simple précision)", "Simples", "Un nombre à virgule, sept chiffres exacts."),
        new("Double", "Nombre (double précision)", "Simples", "Un nombre à virgule, quinze chiffres exacts."),
        new("Decimal", "Nombre décimal", "Simples", "Un nombre à virgule exact, pour les montants."),
        new("Guid", "Identifiant", "Simples", "Un identifiant unique."),
        new("DateTime", "Date et heure", "Simples", "Une date avec son heure."),
        new("DateTimeOffset", "Instant", "Simples", "Une date avec son heure et son décalage."),
        new("TimeSpan", "Durée", "Simples", "Une durée, par exemple 1.12:00:00 pour un jour et demi."),
        new("StringDictionary", "Textes par nom", "Tables", "Des textes rangés par nom."),
        new("ObjectDictionary", "Valeurs par nom", "Tables", "Des valeurs rangées par nom."),
        new("JSON", "JSON", "Structures", "Une structure dont on lit les propriétés."),
        new("JsonElement", "JSON (élément)", "Structures", "Une structure JSON à lire."),
        new("JsonNode", "JSON (nœud)", "Structures", "Une structure JSON à lire et à modifier."),
        new("JsonObject", "JSON (objet)", "Structures", "Un objet JSON à lire et à modifier."),
        new("ByteArray", "Octets", "Données", "Des octets, par exemple un fichier."),
        new("Stream", "Flux", "Données", "Des octets lus d’un bout à l’autre."),
    ];
}

/// <summary>A type that variables may have.</summary>
internal sealed record VariableTypeDescriptor(string TypeName, string DisplayName, string Category, string Description);
