using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.Extensions.DependencyInjection;
using static Fabrique.Web.Tests.Support.Drawing;

namespace Fabrique.Web.Tests.Platform.Drawings;

/// <summary>The picture of a procedure: what is drawn, where, and the list that says the same; of any definition, well made or not.</summary>
public sealed class ProcedurePictureTests
{
    private const string Svg = "{http://www.w3.org/2000/svg}";
    private static readonly ActivityRegistry Registry = new ServiceCollection().AddLogging().AddProcedures(ModuleSamples.Modules).BuildServiceProvider().GetRequiredService<ActivityRegistry>();

    public static TheoryData<string> Definitions =>
    [
        Shipped("appel"),
        Shipped("candidature"),
        Shipped("incubation"),
        Shipped("jury"),
        Flow(Chain(12), Links(12)),
        Flow([.. Chain(12).Select(step => At(step, 40, 40))], Links(12)),
        Flow([.. Chain(4).Select((step, index) => At(step, index * 1e300, -1e300))], Links(4)),
        Flow([.. Chain(4).Select((step, index) => At(step, index * 90_000, 0))], Links(4)),
        Flow(Chain(5), "0 -> 1", "1 -> 2", "2 -> 0", "2 -> 3", "3 -> 3", "3 -> 1", "3 -> 4"),
        Flow([.. Chain(5).Select((step, index) => At(step, index * 300, 0))], "0 -> 1", "1 -> 2", "2 -> 0", "2 -> 3", "3 -> 3", "4 -> 0"),
        Flow([.. Chain(4).Select((step, index) => At(step, 0, index * 150))], "0 -> 1", "1 -> 2", "2 -> 0", "2 -> 3", "0 -> 3"),
        Flow(Chain(3)),
        Flow([.. Chain(60), Nested(20)], [.. Links(60), "59 -> n20"]),
        Definition(Node("s", "Elsa.Sequence", ("activities", new JsonArray([.. Chain(60)])))),
        Definition(Choice()),
        Definition(Node("alone", "Elsa.WriteLine")),
    ];

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Boxes_do_not_cover_each_other_and_all_is_within_the_image(string json)
    {
        var picture = Picture(json);
        var image = Image(picture);
        var (left, top, width, height) = ViewBox(image);
        var boxes = Boxes(image);
        Assert.Equal(picture.Steps.Count, boxes.Count);
        Assert.All(boxes, box => Assert.True(box.Left >= left && box.Top >= top && box.Right <= left + width && box.Bottom <= top + height, $"{box} leaves the image {left} {top} {width} {height}."));
        foreach (var box in boxes)
        {
            Assert.DoesNotContain(boxes, other => other != box && other.Left < box.Right && other.Right > box.Left && other.Top < box.Bottom && other.Bottom > box.Top && !other.Holds(box) && !box.Holds(other));
        }
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Arrows_lead_from_a_box_to_a_box(string json)
    {
        var image = Image(Picture(json));
        var boxes = Boxes(image);
        Assert.Equal(Picture(json).Steps.Sum(step => step.Next.Count), image.Descendants(Svg + "path").Count(path => Has(path, "fab-drawing__line")));
        foreach (var arrow in image.Descendants(Svg + "g").Where(group => Has(group, "fab-drawing__arrow")))
        {
            var start = Numbers((string)arrow.Element(Svg + "path")!.Attribute("d")!);
            var head = Numbers((string)arrow.Element(Svg + "polygon")!.Attribute("points")!);
            Assert.Contains(boxes, box => box.HasOnEdge(start[0], start[1]));
            Assert.Contains(boxes, box => box.HasOnEdge(head[0], head[1]));
        }
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void The_image_keeps_to_the_style_sheet(string json)
    {
        var image = Image(Picture(json));
        Assert.Equal("img", (string?)image.Attribute("role"));
        Assert.Equal("La procédure", image.Element(Svg + "title")!.Value);
        Assert.DoesNotContain(image.DescendantsAndSelf(), element => element.Name.LocalName is "style" or "script" or "a" or "image" or "foreignObject" or "use");
        Assert.DoesNotContain(image.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName is "style" or "href" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void A_drawing_of_studio_keeps_its_rows_and_columns_in_order()
    {
        var json = Shipped("candidature");
        var boxes = Boxes(Image(Picture(json))).ToDictionary(box => box.Text);
        var drawn = JsonNode.Parse(json)!["root"]!["activities"]!.AsArray()
            .Select(activity => (Box: boxes[(string)activity!["metadata"]!["displayText"]!], At: activity["metadata"]!["designer"]!["position"]!))
            .Select(pair => (pair.Box, X: (double)pair.At["x"]!, Y: (double)pair.At["y"]!))
            .ToList();
        foreach (var (one, other) in drawn.SelectMany(one => drawn.Select(other => (one, other))))
        {
            Assert.Equal(one.X.CompareTo(other.X), one.Box.Left.CompareTo(other.Box.Left));
            Assert.Equal(one.Y.CompareTo(other.Y), one.Box.Middle.CompareTo(other.Box.Middle));
        }
    }

    [Theory]
    [InlineData("appel")]
    [InlineData("candidature")]
    [InlineData("incubation")]
    [InlineData("jury")]
    public void A_drawing_with_wide_columns_is_drawn_closer_to_fit_a_page(string process) => Assert.InRange(ViewBox(Image(Picture(Shipped(process)))).Width, 800, 1_198);

    [Fact]
    public void The_list_says_where_each_step_leads_by_which_outcome()
    {
        var steps = Picture(Shipped("candidature")).Steps;
        Assert.Equal(Enumerable.Range(1, steps.Count), steps.Select(step => step.Number));
        Assert.Equal("Candidature déposée", steps[0].Label);
        var first = Assert.Single(steps[0].Next);
        Assert.Equal((null, 2, "Accuser réception"), (first.Outcome, first.Number, first.Label));
        var decision = Assert.Single(steps, step => step.Label == "Décider");
        Assert.Contains(decision.Next, next => next is { Outcome: "Retenue", Label: "Créer le produit" });
        Assert.Contains(decision.Next, next => next.Outcome == "Non retenue");
    }

    [Fact]
    public void Steps_are_read_after_those_that_lead_to_them_except_where_a_loop_closes()
    {
        var picture = Picture(Flow(Chain(5), "3 -> 4", "2 -> 3", "2 -> 1", "1 -> 2", "0 -> 1"));
        Assert.Equal(["0", "1", "2", "3", "4"], picture.Steps.Select(step => step.ActivityId));
        var back = Assert.Single(Image(picture).Descendants(Svg + "g"), group => Has(group, "fab-drawing__arrow--back"));
        Assert.True(Numbers((string)back.Element(Svg + "path")!.Attribute("d")!)[1] > Numbers((string)back.Element(Svg + "polygon")!.Attribute("points")!)[1]);
    }

    [Fact]
    public void Outcomes_that_lead_to_the_same_step_are_written_apart()
    {
        var labels = Image(Picture(Shipped("candidature"))).Descendants(Svg + "text").Where(text => Has(text, "fab-drawing__outcome") && text.Value is "Avis recueillis" or "Délai dépassé").ToDictionary(text => text.Value, text => (double)text.Attribute("y")!);
        Assert.True(Math.Abs(labels["Avis recueillis"] - labels["Délai dépassé"]) >= 14);
    }

    [Fact]
    public void Without_positions_each_step_stands_below_those_that_lead_to_it()
    {
        var boxes = Boxes(Image(Picture(Flow(Chain(4), "0 -> 1", "0 -> 2", "1 -> 3", "2 -> 3", "0 -> 3")))).ToDictionary(box => box.Text);
        Assert.True(boxes["Étape 0"].Bottom < boxes["Étape 1"].Top);
        Assert.Equal(boxes["Étape 1"].Top, boxes["Étape 2"].Top);
        Assert.True(boxes["Étape 2"].Bottom < boxes["Étape 3"].Top);
    }

    [Fact]
    public void Steps_in_a_step_are_drawn_within_it_and_say_when_they_are_executed()
    {
        var picture = Picture(Definition(Choice()));
        var boxes = Boxes(Image(picture)).ToDictionary(box => box.Text);
        Assert.True(boxes["Si"].Holds(boxes["Alors Étape oui"]));
        Assert.True(boxes["Si"].Holds(boxes["Sinon Étape non"]));
        Assert.Equal(["Si", "Étape oui", "Étape non"], picture.Steps.Select(step => step.Label));
        Assert.Equal("Dans «\u00a0Si\u00a0», «\u00a0Sinon\u00a0»", picture.Steps[2].Within);
    }

    [Fact]
    public void States_are_said_in_words_and_drawn_with_a_sign()
    {
        var marks = new DrawingMarks
        {
            Steps = Enum.GetValues<StepState>().Select((state, index) => (Id: index.ToString(CultureInfo.InvariantCulture), state)).ToDictionary(pair => pair.Id, pair => new StepMark(pair.state, "le 12 mars")),
            Arrows = new Dictionary<ArrowKey, ArrowState> { [new("0", "Done", "1")] = ArrowState.Followed, [new("nowhere", "Done", "1")] = ArrowState.Followed },
        };
        var count = marks.Steps.Count;
        var picture = Picture(Flow(Chain(count + 1), Links(count + 1)), marks);
        var image = Image(picture);
        foreach (var (state, index) in Enum.GetValues<StepState>().Select((state, index) => (state, index)))
        {
            var group = image.Descendants(Svg + "g").Single(group => Has(group, $"fab-drawing__step--{state.ToString().ToLowerInvariant()}"));
            Assert.Equal($"{DrawingMarks.Label(state)} le 12 mars", group.Elements(Svg + "text").Last().Value);
            Assert.Single(group.Elements(Svg + "path"), path => Has(path, "fab-drawing__icon"));
            Assert.Equal(state, picture.Steps[index].Mark!.State);
        }

        Assert.Null(picture.Steps[count].Mark);
        Assert.Single(image.Descendants(Svg + "g"), group => Has(group, "fab-drawing__arrow--followed"));
        Assert.True(picture.HasFollowedArrows);
        Assert.Equal([ArrowState.Followed, .. Enumerable.Repeat<ArrowState?>(null, count - 1)], picture.Steps.SelectMany(step => step.Next).Select(next => next.State));
        Assert.Contains("«\u00a0Étape 1\u00a0»\u00a0: en cours.", image.Element(Svg + "desc")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_of_a_step_is_in_the_list_and_over_the_box()
    {
        var marks = new DrawingMarks { Steps = new Dictionary<string, StepMark>(StringComparer.Ordinal) { ["1"] = new(StepState.Wrong) { Notes = ["Erreur\u00a0: ceci.", "Avertissement\u00a0: cela."] } } };
        var picture = Picture(Flow(Chain(2), Links(2)), marks);
        Assert.True(picture.HasNotes && picture.OpensList);
        Assert.Equal(marks.Steps["1"].Notes, picture.Steps[1].Mark!.Notes);
        var group = Image(picture).Descendants(Svg + "g").Single(group => Has(group, "fab-drawing__step--wrong"));
        Assert.Equal("Étape 1\nErreur\u00a0: ceci.\nAvertissement\u00a0: cela.", group.Element(Svg + "title")!.Value);
        Assert.False(Picture(Flow(Chain(2), Links(2)), DrawingMarks.None).OpensList);
    }

    [Fact]
    public void A_run_shows_what_is_done_under_way_still_possible_and_left_aside()
    {
        var json = Flow(Chain(6), "0 -> 1", "1.Oui -> 2", "1.Non -> 3", "2 -> 4", "3 -> 5");
        var run = new ProcedureRun { Ended = [new RunStep("0", ["Done"]), new RunStep("1", ["Oui"])], Current = ["2"] };
        Assert.Equal("Done Done Current Skipped Future Skipped", States(json, run));
        Assert.Equal("Done Done Faulted Skipped Future Skipped", States(json, run with { Current = [], Faulted = ["2"] }));
        Assert.Equal("Done Done Skipped Skipped Skipped Skipped", States(json, run with { Current = [], IsOver = true }));
        Assert.Equal("Future Future Future Future Future Future", States(json, new ProcedureRun()));
        var picture = ProcedurePicture.OfRun(WorkflowDocument.Parse(json), Registry, "dessin", "La procédure", run);
        Assert.Equal(["0 -> 1", "1 -> 2"], picture.Steps.SelectMany(step => step.Next.Where(next => next.State is ArrowState.Followed).Select(next => $"{step.ActivityId} -> {next.Number - 1}")));
    }

    [Fact]
    public void In_a_sequence_the_way_goes_from_each_step_to_the_next_however_it_ended()
    {
        var json = Definition(Node("s", "Elsa.Sequence", ("activities", new JsonArray([.. Chain(3)]))));
        var run = new ProcedureRun { Ended = [new RunStep("0", ["Retained"])], Current = ["1"] };
        Assert.Equal("Done Current Future", States(json, run));
        var picture = ProcedurePicture.OfRun(WorkflowDocument.Parse(json), Registry, "dessin", "La procédure", run);
        Assert.Equal([ArrowState.Followed, null], picture.Steps.SelectMany(step => step.Next).Select(next => next.State));
    }

    [Fact]
    public void Names_are_text_whatever_they_hold()
    {
        const string Name = "<script>alert(\"1\")</script> & 'x'";
        var picture = ProcedurePicture.Of(WorkflowDocument.Parse(Flow([Named("0", Name), Named("1", "B")], "0.<b>&\" -> 1")), Registry, "dessin", Name);
        var html = Html(picture);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        var image = XElement.Parse(html);
        Assert.Equal(Name, image.Element(Svg + "title")!.Value);
        Assert.Equal(Name, string.Join(' ', image.Descendants(Svg + "text").Where(text => Has(text, "fab-drawing__label")).Take(2).Select(text => text.Value)));
        Assert.Contains(image.Descendants(Svg + "text"), text => text.Value == "<b>&\"");
    }

    [Fact]
    public void Activities_of_the_same_identifier_are_all_drawn_and_arrows_lead_to_the_first()
    {
        var picture = Picture(Flow([Named("0", "A"), Named("1", "B"), Named("1", "C"), Named("", "D")], "0 -> 1", "0 -> 1", "0 -> 9"));
        Assert.Equal(["A", "B", "C", "D"], picture.Steps.Select(step => step.Label).Order(StringComparer.Ordinal));
        var next = Assert.Single(picture.Steps.SelectMany(step => step.Next));
        Assert.Equal("B", next.Label);
        Assert.Equal(4, Boxes(Image(picture)).Count);
    }

    [Theory]
    [InlineData("""{}""", 0)]
    [InlineData("""{"root":[]}""", 0)]
    [InlineData("""{"root":{"type":"Elsa.Flowchart","activities":[]}}""", 0)]
    [InlineData("""{"root":{"type":"Elsa.Flowchart","activities":["a",1,null,{}],"connections":["x",null,{"source":1}]}}""", 0)]
    [InlineData("""{"root":{"type":"Elsa.Flowchart","activities":[{"id":1,"type":"X","name":2,"metadata":"m"},{"id":"b","type":"X","metadata":{"displayText":"  ","designer":{"position":{"x":"1","y":{}}}}}],"connections":{}}}""", 2)]
    [InlineData("""{"root":{"id":"w","type":"Elsa.Workflow","root":{"id":"s","type":"Elsa.Sequence","activities":[{"id":"a","type":"X"}]}}}""", 1)]
    public void What_is_not_as_it_should_be_is_left_out(string json, int steps)
    {
        var picture = ProcedurePicture.Of(WorkflowDocument.Parse(json), Registry, "dessin", "La procédure");
        Assert.Equal(steps, picture.Steps.Count);
        Assert.Equal(steps > 0, picture.Image is not null);
    }

    [Fact]
    public void A_procedure_too_large_to_be_read_is_a_list_only()
    {
        Assert.NotNull(Picture(Flow(Chain(ProcedurePicture.MostDrawnSteps), Links(ProcedurePicture.MostDrawnSteps))).Image);
        var picture = Picture(Flow(Chain(ProcedurePicture.MostDrawnSteps + 1), Links(ProcedurePicture.MostDrawnSteps + 1)));
        Assert.Null(picture.Image);
        Assert.Equal(ProcedurePicture.MostDrawnSteps + 1, picture.Steps.Count);
    }

    [Fact]
    public void Definitions_at_random_are_drawn_with_every_box_apart()
    {
        var random = new Random(20260312);
        for (var round = 0; round < 40; round++)
        {
            var count = random.Next(1, 40);
            var arrows = Enumerable.Range(0, random.Next(0, 3 * count)).Select(_ => $"{random.Next(count)}.{(random.Next(2) == 0 ? "Done" : "Une issue au nom assez long")} -> {random.Next(count)}").ToArray();
            var steps = Chain(count).Select(step => round % 2 == 0 ? step : At(step, random.Next(-500, 3_000), random.Next(-500, 3_000))).ToArray();
            var json = Flow(steps, arrows);
            Boxes_do_not_cover_each_other_and_all_is_within_the_image(json);
            Arrows_lead_from_a_box_to_a_box(json);
        }
    }

    [Theory]
    [InlineData("Recueillir les avis des directions", 190, "Recueillir les avis des|directions")]
    [InlineData("Anticonstitutionnellementvôtre", 100, "Anticonstitutio|nnellementvôt|re")]
    [InlineData("un deux trois quatre cinq six sept huit neuf", 60, "un deux|trois|quatre|cinq si…")]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 30, "👩‍👩‍👧‍👦👩‍👩‍👧‍👦|👩‍👩‍👧‍👦")]
    [InlineData("  ", 100, "")]
    public void Labels_break_between_words_and_never_within_a_letter(string text, double width, string expected) =>
        Assert.Equal(expected, string.Join('|', LabelText.Wrap(text, width, 4)));

    private static ProcedurePicture Picture(string json, DrawingMarks? marks = null) => ProcedurePicture.Of(WorkflowDocument.Parse(json), Registry, "dessin", "La procédure", marks);

    private static string States(string json, ProcedureRun run) =>
        string.Join(' ', ProcedurePicture.OfRun(WorkflowDocument.Parse(json), Registry, "dessin", "La procédure", run).Steps.OrderBy(step => step.ActivityId, StringComparer.Ordinal).Select(step => step.Mark!.State));

    private static string Html(ProcedurePicture picture)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        picture.Image!.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }

    private static XElement Image(ProcedurePicture picture) => XElement.Parse(Html(picture));

    private static bool Has(XElement element, string cssClass) => ((string?)element.Attribute("class") ?? "").Split(' ').Contains(cssClass);

    private static List<double> Numbers(string text) =>
        [.. text.Split([' ', ',', 'M', 'C', 'L'], StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    private static (double Left, double Top, double Width, double Height) ViewBox(XElement image) => Numbers((string)image.Attribute("viewBox")!) is [var left, var top, var width, var height]
        ? (left, top, width, height)
        : throw new InvalidOperationException("The view box has four numbers.");

    private static List<Box> Boxes(XElement image) => [.. image.Descendants(Svg + "g").Where(group => Has(group, "fab-drawing__step")).Select(Box.Of)];

    private static string Shipped(string process) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "workflows", process, $"{process}.json"));

    private static JsonObject Named(string id, string name)
    {
        var node = Node(id, "Elsa.WriteLine");
        node["metadata"] = new JsonObject { ["displayText"] = name };
        return node;
    }

    private static JsonObject At(JsonObject node, double x, double y)
    {
        node["metadata"]!["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = x, ["y"] = y }, ["size"] = new JsonObject { ["width"] = 200, ["height"] = 54 } };
        return node;
    }

    private static JsonObject[] Chain(int count) => [.. Enumerable.Range(0, count).Select(index => Named(index.ToString(CultureInfo.InvariantCulture), $"Étape {index}"))];

    private static string[] Links(int count) => [.. Enumerable.Range(1, count - 1).Select(index => $"{index - 1} -> {index}")];

    private static JsonObject Choice() => Node("if", "Elsa.If", ("condition", Literal(true)), ("then", Named("oui", "Étape oui")), ("else", Named("non", "Étape non")));

    private static JsonObject Nested(int depth)
    {
        var node = Named("leaf", "Au fond");
        for (var level = 1; level <= depth; level++)
        {
            node = Node($"n{level}", level % 2 == 0 ? "Elsa.Sequence" : "Elsa.While", level % 2 == 0 ? ("activities", new JsonArray(node, Named($"after{level}", "Après"))) : ("body", node));
        }

        return node;
    }

    private static string Definition(JsonObject root) => new JsonObject { ["definitionId"] = "d", ["name"] = "d", ["root"] = root }.ToJsonString();

    private static string Flow(JsonObject[] activities, params string[] arrows) => Definition(Node("root", "Elsa.Flowchart", ("activities", new JsonArray([.. activities])), ("connections", new JsonArray([.. arrows.Select(Arrow)]))));

    private static JsonObject Arrow(string arrow)
    {
        var (source, target) = arrow.Split(" -> ") is [var from, var to] ? (from.Split('.', 2), to) : throw new FormatException(arrow);
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = source[0], ["port"] = source.Length > 1 ? source[1] : "Done" },
            ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
        };
    }

    private sealed record Box(double Left, double Top, double Right, double Bottom, string Text)
    {
        public double Middle => (Top + Bottom) / 2;

        public static Box Of(XElement group)
        {
            var text = string.Join(' ', group.Elements(Svg + "text").Select(line => line.Value));
            if (group.Element(Svg + "polygon") is { } polygon)
            {
                var points = Numbers((string)polygon.Attribute("points")!);
                var (x, y) = (points.Where((_, index) => index % 2 == 0).ToList(), points.Where((_, index) => index % 2 == 1).ToList());
                return new Box(x.Min(), y.Min(), x.Max(), y.Max(), text);
            }

            var rect = group.Element(Svg + "rect")!;
            var (left, top) = ((double)rect.Attribute("x")!, (double)rect.Attribute("y")!);
            return new Box(left, top, left + (double)rect.Attribute("width")!, top + (double)rect.Attribute("height")!, text);
        }

        public bool Holds(Box other) => Left < other.Left && Top < other.Top && Right > other.Right && Bottom > other.Bottom;

        /// <summary>To a pixel: coordinates are rounded.</summary>
        public bool HasOnEdge(double x, double y) =>
            x >= Left - 1 && x <= Right + 1 && y >= Top - 1 && y <= Bottom + 1 && (Math.Abs(x - Left) <= 1 || Math.Abs(x - Right) <= 1 || Math.Abs(y - Top) <= 1 || Math.Abs(y - Bottom) <= 1);
    }
}
