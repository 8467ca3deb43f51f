using System.Text.RegularExpressions;

namespace Fabrique.Web.Platform.Wording;

/// <summary>Says in French what the engines of JavaScript and Liquid say in English: the likely cause, for whoever draws a procedure.</summary>
internal static class ExpressionCauses
{
    private const string OutOfRange = "un nombre sort de ce qui est permis";
    private const string Empty = "ce qui est lu à cet endroit est vide : ce qui le précède n’a pas, ou pas encore, de valeur";
    private const string WrongKind = "une valeur n’est pas du genre attendu";

    private static readonly (Regex Pattern, string Cause)[] Known =
    [
        Cause(@"^(?<a>\S+) (is not defined|has not been initialized)", "le nom « {a} » n’existe pas ici : corrigez-le, écrivez « variables.{a} » si c’est une variable, ou mettez-le entre guillemets si c’est un texte"),
        Cause(@"^Cannot read propert(y|ies)( of (null|undefined))? \(?(reading )?'(?<a>[^']+)'", "« {a} » est demandé à une valeur vide : ce qui précède n’a pas, ou pas encore, de valeur"),
        Cause(@"^Cannot read propert(y|ies) .*\(reading '(?<a>.+)'\)", "« {a} » est demandé à une valeur vide : ce qui précède n’a pas, ou pas encore, de valeur"),
        Cause("^Cannot (read|set) propert|^Cannot convert undefined or null", Empty),
        Cause("^undefined is not a function", "ce qui est appelé n’est pas une fonction : corrigez son nom, ou retirez les parenthèses qui le suivent"),
        Cause("^(Property '(?<a>.+)' of object|(?<a>.+)) is not a function", "« {a} » n’est pas une fonction : corrigez son nom, ou retirez les parenthèses qui le suivent"),
        Cause("^(?<a>.+) is not a constructor", "« {a} » ne se crée pas par « new »"),
        Cause("is not iterable", "une liste est attendue à cet endroit, et la valeur n’en est pas une"),
        Cause("^Assignment to constant", "une constante (« const ») reçoit une autre valeur : déclarez-la par « let »"),
        Cause("^Identifier '(?<a>.+)' has already been declared", "« {a} » est déclaré deux fois"),
        Cause("JSON", "le texte lu n’est pas du JSON complet"),
        Cause("^Unexpected end of input", "il finit trop tôt : une parenthèse, une accolade ou un guillemet n’est pas fermé"),
        Cause("^Unexpected token '(?<a>.+)'", "« {a} » ne peut pas se trouver ici : il est de trop, ou il manque quelque chose juste avant"),
        Cause("^Unexpected identifier '(?<a>.+)'", "« {a} » ne peut pas se trouver ici : il manque sans doute un signe juste avant"),
        Cause("^Unexpected (string|number|template)", "un texte ou un nombre ne peut pas se trouver ici : il manque sans doute un signe juste avant"),
        Cause("^Invalid or unexpected token", "un guillemet n’est pas fermé, ou un signe n’existe pas en JavaScript (un guillemet français, par exemple)"),
        Cause("^await is only valid", "« await » ne s’emploie pas à cet endroit"),
        Cause("^Invalid regular expression", "l’expression régulière ne se lit pas"),
        Cause("^Invalid (array length|count value|date|time value)|between .+ and |out of range", OutOfRange),
        Cause("BigInt|^Cannot convert|cannot be converted|^Cannot use 'in'|instanceof|^URI malformed", WrongKind),
        Cause(@"^End of tag '(?<a>.+)' was expected", "une balise n’est pas fermée par « {a} », ou porte un mot de trop"),
        Cause(@"^'(?<a>\{% .+ %\})' was expected", "il manque « {a} »"),
        Cause("^Unknown tag '(?<a>.+)'", "la balise « {a} » n’existe pas, ou rien ne l’ouvre avant"),
        Cause("^Invalid '(?<a>.+)' tag", "la balise « {a} » n’est pas complète"),
        Cause("^An identifier was expected after the '[|]' sign", "le nom d’un filtre manque après « | »"),
        Cause("^A value was expected", "une valeur manque, ou un guillemet n’est pas fermé"),
        Cause("^'(?<a>.+)' was expected", "il manque « {a} »"),
    ];

    /// <param name="words">What the engine says.</param>
    /// <returns>The likely cause, without a capital nor a stop.</returns>
    public static string Of(string words)
    {
        foreach (var (pattern, cause) in Known)
        {
            if (pattern.Match(words) is { Success: true } match)
            {
                return cause.Replace("{a}", match.Groups["a"].Value, StringComparison.Ordinal);
            }
        }

        return "ce qui est écrit ne peut pas être exécuté";
    }

    private static (Regex Pattern, string Cause) Cause(string pattern, string cause) =>
        (new Regex(pattern, RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout), cause);
}
