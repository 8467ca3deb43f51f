using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class Exports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "exports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    requested_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    filter = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    column_list = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    format = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    title = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    file_name = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    place = table.Column<int>(type: "integer", nullable: true),
                    done = table.Column<int>(type: "integer", nullable: false),
                    total = table.Column<int>(type: "integer", nullable: true),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    length = table.Column<long>(type: "bigint", nullable: true),
                    notice = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exports", x => x.id);
                    table.CheckConstraint("ck_export_ended", "(place is null) = (expires_at is not null)");
                    table.CheckConstraint("ck_export_state", "state in ('Waiting', 'Running', 'Ready', 'Failed', 'Deleted')");
                    table.CheckConstraint("ck_export_under_way", "(state in ('Waiting', 'Running')) = (place is not null)");
                    table.ForeignKey(
                        name: "fk_exports_requested_by_id",
                        column: x => x.requested_by_id,
                        principalTable: "staff_members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_exports_expires_at",
                table: "exports",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_exports_requested_by_id_key",
                table: "exports",
                columns: new[] { "requested_by_id", "key" },
                unique: true,
                filter: "place is not null");

            migrationBuilder.CreateIndex(
                name: "ix_exports_requested_by_id_place",
                table: "exports",
                columns: new[] { "requested_by_id", "place" },
                unique: true,
                filter: "place is not null");

            migrationBuilder.CreateIndex(
                name: "ix_exports_state_asked_at",
                table: "exports",
                columns: new[] { "state", "asked_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "exports");
        }
    }
}
