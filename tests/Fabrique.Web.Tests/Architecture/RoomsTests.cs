using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Fabrique.Web.Tests.Architecture
{
    /// <summary>The rooms of the web project and the arrows between them, read in the compiled code. Each rule is first run against something that breaks it.</summary>
    public sealed class RoomsTests
    {
        private const string Root = "Fabrique.Web.";

        private static readonly string[] Rooms = ["Kernel", "Platform", "Features", "Setup"];

        private static readonly Lazy<IReadOnlyList<Arrow>> Product = new(() => Read(typeof(Program).Assembly, Root));

        [Fact]
        public void Every_type_is_in_a_room()
        {
            var homeless = typeof(Program).Assembly.GetTypes()
                .Where(type => type.Namespace?.StartsWith("Fabrique.Web", StringComparison.Ordinal) == true && !Rooms.Any(room => (type.Namespace + ".").StartsWith($"{Root}{room}.", StringComparison.Ordinal)));
            Assert.Empty(homeless);
        }

        [Fact]
        public void Arrows_go_from_features_to_the_platform_to_the_kernel()
        {
            Assert.Contains("Kernel → Platform", Upwards(Read(typeof(RoomsTests).Assembly, "Sample.Upwards.")));
            Assert.Contains("Kernel → Features", Upwards(Read(typeof(RoomsTests).Assembly, "Sample.Upwards.")));
            Assert.True(Product.Value.Count > 50);
            Assert.Empty(Upwards(Product.Value));
        }

        [Fact]
        public void Features_make_no_cycle()
        {
            Assert.Equal("First → Second → First", Cycle(Read(typeof(RoomsTests).Assembly, "Sample.Cycle.")));
            Assert.Null(Cycle(Product.Value));
        }

        // Addresses are shared: a page may link to any other.
        private static IEnumerable<string> Upwards(IReadOnlyList<Arrow> arrows) => arrows
            .Where(arrow => Array.IndexOf(Rooms, arrow.From.Room) < Array.IndexOf(Rooms, arrow.To.Room))
            .Select(arrow => $"{arrow.From.Room} → {arrow.To.Room}{(arrow.Detail.Length > 0 ? $": {arrow.Detail}" : "")}")
            .Distinct();

        private static string? Cycle(IReadOnlyList<Arrow> arrows)
        {
            var next = arrows
                .Where(arrow => arrow.From.Room == "Features" && arrow.To.Room == "Features" && arrow.From.Noun != arrow.To.Noun && arrow is { From.Noun: not "Shared", To.Noun: not "Shared" })
                .GroupBy(arrow => arrow.From.Noun, arrow => arrow.To.Noun, StringComparer.Ordinal)
                .ToDictionary(same => same.Key, same => same.Distinct().Order(StringComparer.Ordinal).ToList(), StringComparer.Ordinal);
            return next.Keys.Order(StringComparer.Ordinal).Select(noun => Follow(noun, [])).FirstOrDefault(found => found is not null);

            string? Follow(string noun, List<string> way)
            {
                if (way.IndexOf(noun) is >= 0 and var start)
                {
                    return string.Join(" → ", way.Skip(start).Append(noun));
                }

                way.Add(noun);
                var found = next.GetValueOrDefault(noun, []).Select(other => Follow(other, way)).FirstOrDefault(found => found is not null);
                way.RemoveAt(way.Count - 1);
                return found;
            }
        }

        private static List<Arrow> Read(Assembly assembly, string root)
        {
            using var module = ModuleDefinition.ReadModule(assembly.Location);
            var arrows = new HashSet<Arrow>();
            foreach (var type in module.GetTypes())
            {
                if (PlaceOf(type, root) is { } from)
                {
                    foreach (var used in Used(type))
                    {
                        if (PlaceOf(used, root) is { } to && to != from)
                        {
                            arrows.Add(new Arrow(from, to, root == Root && Array.IndexOf(Rooms, from.Room) < Array.IndexOf(Rooms, to.Room) ? $"{type.FullName} uses {used.FullName}" : ""));
                        }
                    }
                }
            }

            return [.. arrows];
        }

        private static Place? PlaceOf(TypeReference type, string root)
        {
            var outer = type.GetElementType();
            while (outer.DeclaringType is { } declaring)
            {
                outer = declaring;
            }

            if (outer.Name.EndsWith("Links", StringComparison.Ordinal))
            {
                return null;
            }

            // Compiled pages are named after their path: Features_Calls_ShowCall_ShowCall.
            var path = outer.Namespace == "AspNetCoreGeneratedDocument" ? outer.Name.Split('_')
                : (outer.Namespace + ".").StartsWith(root, StringComparison.Ordinal) ? outer.Namespace[Math.Min(root.Length, outer.Namespace.Length)..].Split('.') : [];
            return path.Length == 0 || !Rooms.Contains(path[0], StringComparer.Ordinal) ? null : new Place(path[0], path is ["Features", var noun, ..] ? noun : "");
        }

        private static IEnumerable<TypeReference> Used(TypeDefinition type)
        {
            var direct = new[] { type.BaseType }
                .Concat(type.Interfaces.Select(implemented => implemented.InterfaceType))
                .Concat(type.Fields.Select(field => field.FieldType))
                .Concat(Attributes(type))
                .Concat(type.Fields.SelectMany(Attributes))
                .Concat(type.Properties.SelectMany(Attributes))
                .Concat(type.Methods.SelectMany(Used));
            return direct.OfType<TypeReference>().SelectMany(Parts);
        }

        private static IEnumerable<TypeReference?> Used(MethodDefinition method) => method.Parameters.Select(parameter => parameter.ParameterType)
            .Append(method.ReturnType)
            .Concat(Attributes(method))
            .Concat(method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType).Concat(method.Body.Instructions.SelectMany(Used)) : []);

        private static IEnumerable<TypeReference> Used(Instruction instruction) => instruction.Operand switch
        {
            TypeReference type => [type],
            MethodReference called => [called.DeclaringType, called.ReturnType, .. called.Parameters.Select(parameter => parameter.ParameterType), .. called is GenericInstanceMethod generic ? generic.GenericArguments : []],
            FieldReference field => [field.DeclaringType, field.FieldType],
            _ => [],
        };

        private static IEnumerable<TypeReference> Attributes(Mono.Cecil.ICustomAttributeProvider provider) => provider.CustomAttributes.Select(attribute => attribute.AttributeType);

        private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
        {
            GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
            TypeSpecification specification => Parts(specification.ElementType),
            _ => [type],
        };

        private sealed record Place(string Room, string Noun);

        private sealed record Arrow(Place From, Place To, string Detail);
    }
}

namespace Sample.Upwards.Kernel
{
    internal sealed class Low
    {
        public Sample.Upwards.Platform.Middle? Middle { get; init; }

        public static string Name => typeof(Sample.Upwards.Features.Noun.High).Name;
    }
}

namespace Sample.Upwards.Platform
{
    internal sealed class Middle;
}

namespace Sample.Upwards.Features.Noun
{
    internal sealed class High;
}

namespace Sample.Cycle.Features.First
{
    internal sealed class One
    {
        public Second.Two? Other { get; init; }
    }
}

namespace Sample.Cycle.Features.Second
{
    internal sealed class Two
    {
        public First.One? Other { get; init; }
    }
}
